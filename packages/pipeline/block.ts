import { columnsOf, type KeptEvent, type LogRecord } from '@ioc/reader'
import type { Contract, Outcome } from '@ioc/schemas'
import type { Sealer } from '@ioc/sealing'
import { controlLine, ledgerLine, type Rejected, rejectedLine, sealRejected } from './ledger-row.ts'

/** Ready-made JSONCompactEachRow text for one table. */
export type TableBlock = { table: string; columns: readonly string[]; lines: string; rows: number }

/** One contiguous run of a partition's offsets, read and ready to be written. */
export type Block = {
  business: TableBlock[]
  ledger: string
  ledgerRows: number
  deadLetters: { record: LogRecord; rejected: Rejected }[]
  counts: { keep: number; skip: number; reject: number; control: number }
}

export type Run = {
  topic: string
  partition: number
  records: readonly LogRecord[]
  firstOffset: number
  lastOffset: number
}

/** Turns a run of records into the rows to write: one ledger row per offset from first to last, without a gap. */
export const makeBlock = (
  run: Run,
  read: (record: LogRecord) => Outcome<KeptEvent>,
  sealer: Sealer,
  catalogueVersion: string,
): Block => {
  const business = new Map<Contract, { lines: string[] }>()
  const ledger: string[] = []
  const deadLetters: Block['deadLetters'] = []
  const counts = { keep: 0, skip: 0, reject: 0, control: 0 }
  let next = run.firstOffset
  let appendedAtMs = run.records[0]?.appendedAtMs ?? 0
  const fillUpTo = (offset: number) => {
    // Offsets the client never shows: control records and aborted ones. The ledger stays gap-free all the same.
    for (; next < offset; next++) {
      ledger.push(controlLine(run.topic, run.partition, next, appendedAtMs, catalogueVersion))
      counts.control++
    }
  }
  for (const record of run.records) {
    fillUpTo(record.offset)
    appendedAtMs = record.appendedAtMs
    const outcome = read(record)
    counts[outcome.kind]++
    if (outcome.kind === 'reject') {
      const rejected = sealRejected(record, outcome.reasons, sealer)
      deadLetters.push({ record, rejected })
      ledger.push(rejectedLine(record, rejected, catalogueVersion))
    } else {
      ledger.push(ledgerLine(record, outcome, catalogueVersion))
      if (outcome.kind === 'keep') {
        const { contract, line } = outcome.value
        const block = business.get(contract)
        if (block) block.lines.push(line)
        else business.set(contract, { lines: [line] })
      }
    }
    next = record.offset + 1
  }
  fillUpTo(run.lastOffset + 1)
  return {
    business: [...business].map(([contract, { lines }]) => ({
      table: contract.table,
      columns: columnsOf(contract),
      lines: lines.join(''),
      rows: lines.length,
    })),
    ledger: ledger.join(''),
    ledgerRows: ledger.length,
    deadLetters,
    counts,
  }
}
