import { cutKey } from '@ioc/cuts'
import type { Kafka, Written } from '@ioc/kafka'
import { CUT_TOPIC } from '@ioc/schemas'
import { type CutRecord, cutRecord } from '@ioc/schemas/snapshot/cut-record.ts'

/** The log of cuts, `snapshot-cut.v1`: one partition, kept for ever. What is due and not done is read from here. */
export type CutLog = {
  /** All cuts that count, in log order. */
  all(): CutRecord[]
  get(key: string): CutRecord | undefined
  /** The newest revision of a group's day. */
  newest(group: string, date: string): CutRecord | undefined
  /** Reads what was appended since. */
  refresh(): Promise<void>
  /** Proposes a cut and gives the one that counts: this one, or the one another publisher proposed first. */
  propose(cut: CutRecord): Promise<CutRecord>
}

export const openCutLog = (kafka: Kafka): CutLog => {
  const cuts = new Map<string, CutRecord>()
  let next = 0

  /** Written by publishers alone; what does not read as a cut is a fault of ours and must stop us. */
  const take = (text: string) => {
    const cut = cutRecord.parse(JSON.parse(text))
    if (!cuts.has(cutKey(cut))) cuts.set(cutKey(cut), cut)
  }

  const refresh = async () => {
    const [partition] = await kafka.admin.offsets(CUT_TOPIC)
    const high = partition?.high ?? 0
    if (high <= next) return
    await kafka.readFrom(CUT_TOPIC, 0, next, high, (records) => {
      for (const { value } of records) take(value?.toString('utf8') ?? 'null')
    })
    next = high
  }

  return {
    all: () => [...cuts.values()],
    get: (key) => cuts.get(key),
    newest: (group, date) => {
      let revision = 0
      while (cuts.has(cutKey({ group, date, revision: revision + 1 }))) revision += 1
      return cuts.get(cutKey({ group, date, revision }))
    },
    refresh,
    propose: async (cut) => {
      const value = JSON.stringify(cut)
      const at: Written[] = []
      await kafka.publish(
        CUT_TOPIC,
        [{ key: cutKey(cut), value, headers: { 'content-type': 'application/json' }, partition: 0 }],
        { onWritten: (written) => at.push(written) },
      )
      // Right behind all that was read stands this record, and nobody's before it.
      if (at[0]?.offset === next) {
        take(value)
        next += 1
      } else await refresh()
      const counts = cuts.get(cutKey(cut))
      if (!counts) throw new Error(`the cut ${cutKey(cut)} was acknowledged, but the log does not show it`)
      return counts
    },
  }
}
