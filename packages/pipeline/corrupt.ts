import type { CorruptRange } from '@ioc/kafka'
import type { Reason } from '@ioc/schemas'
import type { Sealer } from '@ioc/sealing'
import { sealOriginal } from '@ioc/sealing/original.ts'
import type { DeadLetter } from './dead-letter.ts'

type Place = { topic: string; partition: number; firstOffset: number; lastOffset: number }

/**
 * One dead letter for each offset of the range, so that the ledger stays gap-free and the loss is seen. The batch's bytes,
 * sealed, go with the first; a range that begins before the run gives only the offsets inside it.
 */
export const corruptLetters = (
  run: Place,
  range: CorruptRange,
  sealer: Sealer,
): { letter: DeadLetter; valueBytes: number }[] => {
  const first = Math.max(range.firstOffset, run.firstOffset)
  const last = Math.min(range.lastOffset, run.lastOffset)
  const reasons: Reason[] = [
    {
      path: 'batch',
      code: 'corrupt-batch',
      message: `the batch of offsets ${range.firstOffset} to ${range.lastOffset} cannot be read (${range.code})${range.bytes === null ? '' : `; its bytes are sealed with offset ${first}`}`,
    },
  ]
  const sealed =
    range.bytes === null
      ? null
      : sealOriginal(sealer, { key: null, headers: {}, value: range.bytes }).toString('base64')
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
    letter: {
      topic: run.topic,
      partition: run.partition,
      offset: first + index,
      appendedAtMs: range.appendedAtMs,
      source: '',
      id: '',
      type: '',
      reasons,
      sealedWith: index === 0 && sealed !== null ? sealer.keyId : '',
      sealed: (index === 0 && sealed) || '',
      replayOf: '',
    },
    valueBytes: index === 0 ? (range.bytes?.length ?? 0) : 0,
  }))
}
