import type { CorruptRange } from '@ioc/kafka'
import { columnsOf, type KeptEvent, type LogRecord } from '@ioc/reader'
import type { Contract, Outcome } from '@ioc/schemas'
import type { Sealer } from '@ioc/sealing'
import { corruptLetters } from './corrupt.ts'
import type { DeadLetter } from './dead-letter.ts'
import { jsonRows } from './json-rows.ts'
import {
  controlCells,
  LEDGER_COLUMNS,
  openKeptCells,
  rejectedCells,
  rejectedLetter,
  skippedCells,
  type VersionAt,
} from './ledger-row.ts'
import type { OpenRows, Rows, TableBlock } from './rows.ts'

/** One contiguous run of a partition's offsets, read and ready to be written. */
export type Block = {
  business: TableBlock[]
  ledger: TableBlock
  deadLetters: DeadLetter[]
  counts: { keep: number; skip: number; reject: number; control: number }
}

export type Run = {
  topic: string
  partition: number
  records: readonly LogRecord[]
  firstOffset: number
  lastOffset: number
  /** Offsets whose bytes nobody can read any more. */
  corrupt?: readonly CorruptRange[]
}

/** What a ledger line takes beside the record's value, and a few quotes in that. */
const LINE_BYTES = 1_000

/**
 * Turns a run of records into the rows to write: one ledger row per offset from first to last, without a gap. Each row names the version
 * of the catalogues it was judged by, which one set alone may be for all.
 */
export const makeBlock = (
  run: Run,
  read: (record: LogRecord) => Outcome<KeptEvent>,
  sealer: Sealer,
  catalogueVersion: string | VersionAt,
  openRows: OpenRows = jsonRows,
): Block => {
  const versionAt: VersionAt =
    typeof catalogueVersion === 'string' ? () => catalogueVersion : catalogueVersion
  const business = new Map<Contract, Rows>()
  const ledger = openRows(
    'ledger',
    LEDGER_COLUMNS,
    run.records.reduce((bytes, { value }) => bytes + (value?.length ?? 0) + LINE_BYTES, LINE_BYTES),
  )
  const keptCells = openKeptCells(run.topic, run.partition, versionAt)
  const deadLetters: DeadLetter[] = []
  const counts = { keep: 0, skip: 0, reject: 0, control: 0 }
  let next = run.firstOffset
  let appendedAtMs = run.records[0]?.appendedAtMs ?? run.corrupt?.[0]?.appendedAtMs ?? 0
  const fillUpTo = (offset: number) => {
    // Offsets the client never shows: control records and aborted ones. The ledger stays gap-free all the same.
    for (; next < offset; next++) {
      ledger.add(controlCells(run.topic, run.partition, next, appendedAtMs, versionAt(appendedAtMs)))
      counts.control++
    }
  }
  const reject = (letter: DeadLetter, valueBytes: number) => {
    fillUpTo(letter.offset)
    appendedAtMs = letter.appendedAtMs
    ledger.add(rejectedCells(letter, valueBytes, versionAt(appendedAtMs)))
    deadLetters.push(letter)
    counts.reject++
    next = letter.offset + 1
  }
  const unreadable = (run.corrupt ?? []).flatMap((range) => corruptLetters(run, range, sealer))
  let passed = 0
  const rejectUnreadableBefore = (offset: number) => {
    for (; passed < unreadable.length && unreadable[passed]!.letter.offset < offset; passed++)
      reject(unreadable[passed]!.letter, unreadable[passed]!.valueBytes)
  }
  for (const record of run.records) {
    rejectUnreadableBefore(record.offset)
    const outcome = read(record)
    if (outcome.kind === 'reject') {
      reject(rejectedLetter(record, outcome.reasons, sealer), record.value?.length ?? 0)
      continue
    }
    fillUpTo(record.offset)
    appendedAtMs = record.appendedAtMs
    counts[outcome.kind]++
    if (outcome.kind === 'skip') ledger.add(skippedCells(record, versionAt(appendedAtMs)))
    else {
      ledger.add(keptCells(record, outcome.value))
      const { writtenBy, cells } = outcome.value
      let rows = business.get(writtenBy)
      if (!rows) {
        rows = openRows(writtenBy.table, columnsOf(writtenBy))
        business.set(writtenBy, rows)
      }
      rows.add(cells)
    }
    next = record.offset + 1
  }
  rejectUnreadableBefore(run.lastOffset + 1)
  fillUpTo(run.lastOffset + 1)
  return {
    business: [...business.values()].map((rows) => rows.taken()),
    ledger: ledger.taken(),
    deadLetters,
    counts,
  }
}
