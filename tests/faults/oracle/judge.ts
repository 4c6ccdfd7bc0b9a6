import { statesOf } from '../../counting/newest.ts'
import type { Count } from '../../counting/rules.ts'
import type { Period } from '../../counting/time.ts'
import { subjectOf, versionOf, versionText } from '../../counting/version.ts'
import type { Sending } from '../input/event.ts'
import type { Sent } from '../sending/history.ts'
import { indicatorsOf } from './fold.ts'
import type { Ends } from './log-ends.ts'
import type { BusinessRow, LedgerRow, readOffsets, readStates, readTotals } from './read.ts'

/** What is wrong: of which kind, and in words without any content of a record. */
export type Finding = {
  kind: 'lost' | 'doubled' | 'indicator' | 'state' | 'orphan' | 'invented'
  what: string
}

const at = (row: { topic: string; partition: number; offset: number }) =>
  `${row.topic}/${row.partition}/${row.offset}`

/** Tells one event from another with the same id: what is kept must be byte for byte what was sent. */
export const sentKey = ({ topic, source, id, value }: Sending) => `${topic} ${source} ${id} ${value}`
export const rowKey = ({ topic, source, id, value }: LedgerRow) => `${topic} ${source} ${id} ${value}`

/** Every acknowledged event is in the ledger with its verdict, at the very place Kafka named, and nothing else is kept. */
export const judgeLedger = (
  mine: readonly Sent[],
  everKept: ReadonlySet<string>,
  rows: readonly LedgerRow[],
  everSent: ReadonlySet<string>,
): Finding[] => {
  const byPosition = new Map(rows.map((row) => [at(row), row]))
  const refusedIds = new Set(
    rows.filter((row) => row.verdict === 'reject').map((row) => `${row.topic} ${row.source} ${row.id}`),
  )
  const findings: Finding[] = []
  const lost = (what: string) => findings.push({ kind: 'lost', what })
  for (const { sending, acknowledged, positions } of mine) {
    if (acknowledged === 0) continue
    const { topic, source, id, verdict } = sending
    if (verdict === 'keep' && !everKept.has(sentKey(sending)))
      lost(`${topic} ${id} was acknowledged and is not kept`)
    if (verdict === 'reject' && sending.way === 'push' && !refusedIds.has(`${topic} ${source} ${id}`))
      lost(`${topic} ${id} was refused and its refusal is not in the ledger`)
    for (const position of positions) {
      const row = byPosition.get(at({ topic, ...position }))
      const place = at({ topic, ...position })
      if (!row) lost(`${id} is to be at ${place}, where the ledger has nothing`)
      else if (row.verdict !== verdict) lost(`${id} at ${place} is ${row.verdict}, and is to be ${verdict}`)
    }
  }
  for (const row of rows)
    if (row.verdict === 'keep' && !everSent.has(rowKey(row)))
      findings.push({ kind: 'invented', what: `${at(row)} keeps ${row.id}, which nobody sent so` })
  return findings
}

/** Business rows are the kept rows of the ledger, one each, and nothing more. */
export const judgeBusiness = (ledger: readonly LedgerRow[], business: readonly BusinessRow[]): Finding[] => {
  const kept = new Map(ledger.filter((row) => row.verdict === 'keep').map((row) => [at(row), row]))
  const found = new Set<string>()
  const findings: Finding[] = []
  for (const row of business) {
    const place = at(row)
    if (found.has(place)) findings.push({ kind: 'doubled', what: `${place} has two business rows` })
    found.add(place)
    const own = kept.get(place)
    if (!own)
      findings.push({ kind: 'orphan', what: `${place} has a business row, but the ledger does not keep it` })
    else if (own.subject !== row.subject || own.id !== row.id)
      findings.push({ kind: 'orphan', what: `${place} has a business row of another event` })
  }
  for (const place of kept.keys())
    if (!found.has(place)) findings.push({ kind: 'lost', what: `${place} is kept, but has no business row` })
  return findings
}

/** Offsets from 0 to the end of the log, each once; and over all time as many business rows as kept ones. */
export const judgeTotals = (
  ends: Ends,
  offsets: Awaited<ReturnType<typeof readOffsets>>,
  totals: Awaited<ReturnType<typeof readTotals>>,
): Finding[] => {
  const findings: Finding[] = []
  const byKey = new Map(offsets.map((row) => [row.key, row]))
  for (const [key, end] of ends) {
    const { rows, offsets: different, last } = byKey.get(key) ?? { rows: 0, offsets: 0, last: -1 }
    if (rows > different)
      findings.push({ kind: 'doubled', what: `${key}: ${rows} ledger rows for ${different} offsets` })
    if (different < end)
      findings.push({
        kind: 'lost',
        what: `${key}: ${end - different} of ${end} offsets are not in the ledger`,
      })
    if (last >= end)
      findings.push({
        kind: 'invented',
        what: `${key}: the ledger has offset ${last}, the log ends at ${end}`,
      })
  }
  for (const { topic, kept, rows, positions } of totals) {
    if (rows > positions)
      findings.push({
        kind: 'doubled',
        what: `${topic}: ${rows} business rows for ${positions} log positions`,
      })
    if (positions !== kept)
      findings.push({
        kind: positions < kept ? 'lost' : 'orphan',
        what: `${topic}: ${kept} rows kept, business rows of ${positions}`,
      })
  }
  return findings
}

/** Each subject's state, in the current table and as the newest of its versions, is its newest version in the history. */
export const judgeStates = (
  history: readonly Sending[],
  read: Awaited<ReturnType<typeof readStates>>,
): Finding[] => {
  const states = statesOf(history)
  return read.flatMap(({ topic, current, newest }) =>
    Object.entries({ current, newest }).flatMap(([where, rows]) => {
      const expected = states.get(topic) ?? new Map<string, Sending>()
      const seen = new Set<string>()
      const findings: Finding[] = []
      for (const { subject, version, voided } of rows) {
        if (seen.has(subject))
          findings.push({ kind: 'doubled', what: `${subject} is twice in the ${where} state` })
        seen.add(subject)
        const own = expected.get(subject)
        if (!own)
          findings.push({ kind: 'invented', what: `${subject} is in the ${where} state and was never sent` })
        else if (version !== versionText(versionOf(own)) || voided !== own.data!.voided)
          findings.push({
            kind: 'state',
            what: `${subject}: the ${where} state is not the newest version sent`,
          })
      }
      for (const [subject, event] of expected)
        if (!seen.has(subject))
          findings.push({ kind: 'lost', what: `${subjectOf(event)} has no ${where} state` })
      return findings
    }),
  )
}

/** Every indicator is what the history gives. */
export const judgeIndicators = (
  history: readonly Sending[],
  periods: readonly Period[],
  counted: ReadonlyMap<string, Count>,
  where: string,
): Finding[] => {
  const expected = indicatorsOf(statesOf(history), periods)
  const text = (halves: Count | undefined) =>
    halves ? `${halves.numerator}/${halves.denominator}` : 'nothing'
  return [...new Set([...expected.keys(), ...counted.keys()])].flatMap((key): Finding[] => {
    const [want, have] = [text(expected.get(key)), text(counted.get(key))]
    // A steering figure that nobody reported has no row.
    return want === have
      ? []
      : [{ kind: 'indicator', what: `${key} ${where} is ${have}, the history gives ${want}` }]
  })
}
