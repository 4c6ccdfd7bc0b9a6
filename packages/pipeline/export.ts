import { type Kafka, type OutgoingRecord, RecordTooLarge } from '@ioc/kafka'
import { type DeadLetter, deadLetter } from './dead-letter.ts'
import type { Repeat } from './repeat.ts'
import type { Store } from './store.ts'

export type ExportOptions = {
  kafka: Pick<Kafka, 'publish'> & { admin: Pick<Kafka['admin'], 'committed'> }
  store: Pick<Store, 'rejects'>
  repeat: Repeat
  group: string
  deadLetterTopic: string
  signal: AbortSignal
}

/** Writes dead letters to their topic: after a block, and after a crash those whose turn never came. */
export const openExport = ({ kafka, store, repeat, group, deadLetterTopic, signal }: ExportOptions) => {
  /** Until Kafka has them. One that its topic does not take goes without its sealed bytes, and if need be not at all: the ledger has it. */
  const send = async (letters: readonly DeadLetter[]): Promise<void> => {
    let records: OutgoingRecord[] = letters.map(deadLetter)
    const slim = new Set<unknown>()
    while (records.length > 0) {
      try {
        return await kafka.publish(deadLetterTopic, records, { signal })
      } catch (error) {
        if (!(error instanceof RecordTooLarge)) throw error
        const tooLarge = records[error.index]!
        const letter = letters.find((each) => deadLetter({ ...each, sealed: '' }).key === tooLarge.key)!
        const without = deadLetter({ ...letter, sealed: '' })
        records = records.flatMap((record) =>
          record !== tooLarge ? [record] : slim.has(record.key) ? [] : [without],
        )
        slim.add(tooLarge.key)
      }
    }
  }

  /**
   * Killed between ledger and export, a reject would be in the one and not in the other. The commit comes after the export, so what the
   * ledger has from the group's commit on is exported (again): same key, same words.
   */
  const sendMissed = async (topic: string, partition: number, next: number): Promise<void> => {
    if (next === 0) return
    const committed = await repeat.untilDone('commits of the group', () =>
      kafka.admin.committed(group, topic),
    )
    let from = committed.find((each) => each.partition === partition)?.offset ?? 0
    while (from < next) {
      const letters = await repeat.untilDone('rejects to export', () =>
        store.rejects(topic, partition, from, next, signal),
      )
      if (letters.length === 0) return
      await send(letters)
      from = letters.at(-1)!.offset + 1
    }
  }

  return { send, sendMissed }
}
