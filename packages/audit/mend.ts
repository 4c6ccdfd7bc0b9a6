import { contractById, versionsTables, writerOf } from '@ioc/schemas'
import { type AuditDoors, audit } from './audit.ts'
import { currentTableOf } from './current.ts'
import { type LedgerEnd, ledgerEnds, type Range, rangesOf } from './ends.ts'
import { KINDS, type Report } from './findings.ts'
import { mendCurrent } from './mend-current.ts'
import { mendRows } from './mend-rows.ts'
import { type RefoldDoors, refold } from './refold.ts'
import { AuditRefusal } from './refusal.ts'
import { gapsIn } from './rows.ts'

export type MendDoors = Omit<RefoldDoors, 'kafka'> & { kafka: RefoldDoors['kafka'] | null } & Pick<
    AuditDoors,
    'say'
  >

export type Mended = {
  /** What was found before anything was done. */
  before: Report
  /** What is still found; the same report in a dry run. */
  after: Report
  refolded: Range[]
  removed: number
  inserted: number
  subjects: number
  /** In words, what could not be mended and why. */
  leftAlone: string[]
}

/**
 * Mends what a half-done block of another software version left: audits, folds gaps again from the log, makes the business rows the
 * kept ledger rows, then the current states the newest versions, and audits again. Every step may be repeated, and each touches
 * only what lies at or below the ledger's end as it was at the beginning: an aggregator may run beside it.
 */
export const mend = async (doors: MendDoors, dryRun: boolean): Promise<Mended> => {
  const { clickhouse, say } = doors
  const before = await audit(doors)
  const done: Mended = {
    before,
    after: before,
    refolded: [],
    removed: 0,
    inserted: 0,
    subjects: 0,
    leftAlone: [],
  }
  if (dryRun || !before.findings.some((finding) => KINDS[finding.kind].repair === 'mend')) return done
  const ends = await ledgerEnds(clickhouse)
  if (before.findings.some((finding) => finding.kind === 'gap')) await mendGaps(doors, ends, done)
  for (const end of placesOf(before, ends)) {
    say(`mending ${end.topic}/${end.partition}`)
    for (const range of rangesOf(end)) {
      const contract = writerOf.get(end.topic)!
      const rows = await mendRows(clickhouse, doors.reading.catalogues, contract, range)
      done.removed += rows.removed
      done.inserted += rows.inserted
      if (rows.leftAlone > 0)
        done.leftAlone.push(
          `${end.topic}/${end.partition}: ${rows.leftAlone} rows are of another version of contract or catalogues; mend them with the software that wrote their ledger rows`,
        )
    }
  }
  // Whatever was found: a row that was removed or inserted above may have been its subject's newest.
  const touched = versionsTables.filter(({ topics }) =>
    before.findings.some(({ topic }) => topics.includes(topic)),
  )
  for (const { contract } of touched) {
    say(`looking at ${currentTableOf(contract)}`)
    done.subjects += await mendCurrent(clickhouse, contract, ends, say)
  }
  return { ...done, after: await audit(doors) }
}

/** Partitions with faults among their business rows; after gaps were folded, those too. */
const placesOf = ({ findings }: Report, ends: readonly LedgerEnd[]): LedgerEnd[] =>
  ends.filter(
    (end) =>
      contractById.has(end.topic) &&
      findings.some(
        (f) => f.topic === end.topic && f.partition === end.partition && KINDS[f.kind].repair === 'mend',
      ),
  )

const mendGaps = async (doors: MendDoors, ends: readonly LedgerEnd[], done: Mended): Promise<void> => {
  for (const end of ends)
    for (const range of rangesOf(end))
      for (const gap of await gapsIn(doors.clickhouse, range)) {
        const { kafka } = doors
        if (!kafka) {
          done.leftAlone.push(
            `${gap.topic}/${gap.partition}: offsets ${gap.from} to ${gap.to} need Kafka, which does not answer`,
          )
          continue
        }
        try {
          doors.say(`folding ${gap.topic}/${gap.partition} offsets ${gap.from} to ${gap.to} again`)
          await refold({ ...doors, kafka }, gap)
          done.refolded.push(gap)
        } catch (error) {
          // The other faults can be mended all the same.
          if (!(error instanceof AuditRefusal)) throw error
          done.leftAlone.push(error.message)
        }
      }
}
