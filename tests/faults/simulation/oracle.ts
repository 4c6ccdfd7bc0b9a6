import type { MemoryLog } from '@ioc/kafka/memory/index.ts'
import { DEAD_LETTERS, TOPIC, type Written } from './history.ts'
import { type Row, type Twin, versionOf } from './twin.ts'

/** What is wrong, in the words of the promises (design §3). */
export type Finding = {
  what:
    | 'lost'
    | 'doubled'
    | 'wrong-verdict'
    | 'wrong-state'
    | 'indicator-mismatch'
    | 'not-exported'
    | 'export-differs'
    | 'stopped'
  where: string
}

/** The number a person would read: dossiers that count, and of those the finished. */
export type Indicator = { denominator: number; numerator: number }

const indicatorOfState = (twin: Twin): Indicator => {
  const counting = twin.current().filter((row) => row.voided === false)
  return {
    denominator: counting.length,
    numerator: counting.filter((row) => row.status === 'finished').length,
  }
}

const placeOf = ({ partition, offset }: { partition: number; offset: number }) =>
  `${TOPIC}/${partition}/${offset}`
const placeOfRow = (row: Row) => `${row.topic}/${row.partition}/${row.offset}`

/** Holds what was written beside what can be read, as the product reads it. No findings: nothing lost, nothing twice. */
export const judge = (history: readonly Written[], twin: Twin, log: MemoryLog): Finding[] => [
  ...judgeLedger(history, twin),
  ...judgeVersions(history, twin),
  ...judgeState(history, twin),
  ...judgeDeadLetters(history, log),
]

/** Each log position is in the ledger once, with the verdict it deserves; so its offsets have no gap. */
const judgeLedger = (history: readonly Written[], twin: Twin): Finding[] => {
  const rows = Map.groupBy(twin.rows('ledger'), placeOfRow)
  const findings: Finding[] = []
  for (const written of history) {
    const where = placeOf(written)
    const found = rows.get(where) ?? []
    if (found.length === 0) findings.push({ what: 'lost', where: `ledger ${where}` })
    else if (found.length > 1) findings.push({ what: 'doubled', where: `ledger ${where}` })
    else if (found[0]!.verdict !== written.verdict) findings.push({ what: 'wrong-verdict', where })
    rows.delete(where)
  }
  for (const where of rows.keys()) findings.push({ what: 'doubled', where: `ledger ${where}, never written` })
  return findings
}

/** Business rows are the kept positions, each once, and no other. */
const judgeVersions = (history: readonly Written[], twin: Twin): Finding[] => {
  const rows = Map.groupBy(twin.rows('dossier_version'), placeOfRow)
  const findings: Finding[] = []
  for (const written of history) {
    if (written.dossier === null) continue
    const where = placeOf(written)
    const found = rows.get(where) ?? []
    if (found.length === 0) findings.push({ what: 'lost', where: `dossier_version ${where}` })
    if (found.length > 1) findings.push({ what: 'doubled', where: `dossier_version ${where}` })
    rows.delete(where)
  }
  for (const where of rows.keys())
    findings.push({ what: 'doubled', where: `dossier_version ${where}, an orphan` })
  return findings
}

/** Each dossier's state is its newest version, in the current-state table and among the versions alike; the indicator is their fold. */
const judgeState = (history: readonly Written[], twin: Twin): Finding[] => {
  const findings: Finding[] = []
  // A tie of instant and sequence is decided by the content hash, which only the reader knows.
  const hashes = new Map(
    twin.rows('dossier_version').map((row) => [placeOfRow(row), BigInt(row.content_hash as string)]),
  )
  const newest = new Map<string, Written>()
  for (const written of history) {
    if (written.dossier === null) continue
    const best = newest.get(written.dossier.code)
    if (!best || isNewer(written, best, hashes)) newest.set(written.dossier.code, written)
  }
  const current = new Map(twin.current().map((row) => [row.dossier_code as string, row]))
  const folded = new Map<string, Row>()
  for (const row of twin.rows('dossier_version')) {
    const before = folded.get(row.dossier_code as string)
    if (!before || versionOf(before) < versionOf(row)) folded.set(row.dossier_code as string, row)
  }
  for (const [code, { dossier }] of newest)
    for (const [from, row] of [
      ['current', current.get(code)],
      ['versions', folded.get(code)],
    ] as const)
      if (row?.fee_vnd !== dossier!.fee || row.voided !== dossier!.voided)
        findings.push({ what: 'wrong-state', where: `${code} in ${from}` })
  const counting = [...newest.values()].filter(({ dossier }) => !dossier!.voided)
  const expected = {
    denominator: counting.length,
    numerator: counting.filter(({ dossier }) => dossier!.finished).length,
  }
  const read = indicatorOfState(twin)
  if (read.denominator !== expected.denominator || read.numerator !== expected.numerator)
    findings.push({
      what: 'indicator-mismatch',
      where: `${read.numerator} of ${read.denominator} instead of ${expected.numerator} of ${expected.denominator}`,
    })
  return findings
}

const isNewer = (a: Written, b: Written, hashes: ReadonlyMap<string, bigint>): boolean => {
  const [x, y] = [a.dossier!, b.dossier!]
  if (x.minute !== y.minute) return x.minute > y.minute
  if (x.sequence !== y.sequence) return x.sequence > y.sequence
  return (hashes.get(placeOf(a)) ?? 0n) > (hashes.get(placeOf(b)) ?? 0n)
}

/** Every reject was exported at least once, nothing else was, and a repeat says the same, whether read from the log or from the ledger. */
const judgeDeadLetters = (history: readonly Written[], log: MemoryLog): Finding[] => {
  const exported = new Map<string, Set<string>>()
  for (const entry of log.entries(DEAD_LETTERS, 0)) {
    if (entry.kind !== 'record') continue
    const key = String(entry.key)
    exported.set(key, (exported.get(key) ?? new Set()).add(String(entry.value)))
  }
  const rejected = new Set(history.filter(({ verdict }) => verdict === 'reject').map(placeOf))
  const findings: Finding[] = []
  for (const where of rejected) if (!exported.has(where)) findings.push({ what: 'not-exported', where })
  for (const [where, said] of exported) {
    if (!rejected.has(where)) findings.push({ what: 'wrong-verdict', where: `${where} exported` })
    if (said.size > 1) findings.push({ what: 'export-differs', where: [...said].join(' / ') })
  }
  return findings
}
