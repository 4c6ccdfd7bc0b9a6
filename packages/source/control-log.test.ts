import { setImmediate as nextTurn } from 'node:timers/promises'
import { openMemoryLog } from '@ioc/kafka/memory/index.ts'
import type { Log } from '@ioc/log'
import type { SourceControl } from '@ioc/schemas/control/source-control.ts'
import { SOURCE_CONTROL_TOPIC } from '@ioc/schemas/topics.ts'
import { expect, test } from 'vitest'
import { decidedByHand } from './by-hand.ts'
import { openControlLog, publishControl } from './control-log.ts'

const log = { warn: () => {} } as unknown as Log
const held = decidedByHand(
  { source: 'dossier-push', contract: 'dossier.v1', state: 'held', by: 'lan', why: 'as agreed' },
  Date.parse('2024-07-01T09:00:00+07:00'),
)

const openLog = () => {
  const memory = openMemoryLog({ now: () => Date.parse(held.at), turn: async () => void (await nextTurn()) })
  memory.createTopic({ name: SOURCE_CONTROL_TOPIC, partitions: 1, config: {} })
  return memory
}

test.each([
  { what: 'nothing' },
  { what: 'a hold', holds: 1 },
  { what: 'a control marker', holds: 1, odd: { kind: 'control' } },
  {
    what: 'damaged bytes',
    holds: 1,
    odd: { kind: 'corrupt', offsets: 3, code: 'crc', bytes: Buffer.from('?') },
  },
  { what: 'damaged bytes alone', odd: { kind: 'corrupt', offsets: 2, code: 'crc', bytes: null } },
] as const)('a log that ends in $what is read to its end, and then the holds are known', async (ending) => {
  const { holds = 0, odd = null } = { ...ending } as { holds?: number; odd?: Odd | null }
  const memory = openLog()
  const kafka = memory.open('producer')
  for (let i = 0; i < holds; i++) await publishControl(kafka, held)
  if (odd) memory.appendOdd(SOURCE_CONTROL_TOPIC, 0, odd)
  const seen: (SourceControl | 'caught up')[] = []
  const control = openControlLog({
    kafka,
    log,
    onControl: (each) => seen.push(each),
    onCaughtUp: () => seen.push('caught up'),
  })
  await control.start()
  await expect.poll(() => seen, { timeout: 20_000 }).toEqual([...Array(holds).fill(held), 'caught up'])
  control.publish(held)
  await expect.poll(() => seen.at(-1), { timeout: 20_000 }).toEqual(held)
  await control.stop()
  await kafka.close()
})

type Odd = Parameters<ReturnType<typeof openMemoryLog>['appendOdd']>[2]
