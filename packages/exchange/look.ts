import type { ClickHouse } from '@ioc/clickhouse'
import { groups } from '@ioc/indicators'
import type { Artefact, SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import { type ChangedCell, changedCells, diffBodies, type SnapshotDiff } from '@ioc/snapshot'
import type { Place } from './place.ts'
import {
  findPublished,
  listPublished,
  publishedGroups,
  readArtefact,
  type SnapshotRow,
  type Wanted,
} from './published.ts'
import type { Preview } from './publisher.ts'
import { ExchangeRefusal } from './refusal.ts'

type Asked = Pick<ClickHouse, 'query'>

/** An attempt to bring a snapshot to its receiver. */
export type Attempt = {
  attemptedMs: number
  receiver: string
  httpStatus: number
  outcome: string
  detail: string
  durationMs: number
}

/** One snapshot with everything known of it: the bytes as signed, what they say, and how it stands with the receiver. */
export type Shown = { text: string; artefact: Artefact; row: SnapshotRow; attempts: Attempt[] }

const ATTEMPTS_SHOWN = 5
/** No date has as many revisions. */
const REVISIONS_MAX = 10_000

/** @throws ExchangeRefusal where there is no such snapshot, saying what there is */
export const showSnapshot = async (clickhouse: Asked, wanted: Wanted): Promise<Shown> => {
  const found = await readArtefact(clickhouse, wanted)
  if (!found) throw await notThere(clickhouse, wanted)
  const { group, date } = wanted
  const rows = await listPublished(clickhouse, { group, from: date, to: date, limit: REVISIONS_MAX })
  return {
    text: found.artefact,
    artefact: JSON.parse(found.artefact) as Artefact,
    row: rows.find(({ revision }) => revision === found.revision)!,
    attempts: await attemptsOf(clickhouse, { group, date, revision: found.revision }),
  }
}

const attemptsOf = (clickhouse: Asked, place: Place): Promise<Attempt[]> =>
  clickhouse.query<Attempt>(
    `SELECT toUnixTimestamp64Milli(attempted_at) AS attemptedMs, receiver, http_status AS httpStatus, outcome, detail, duration_ms AS durationMs
     FROM delivery FINAL WHERE \`group\` = {group:String} AND \`date\` = {date:Date} AND revision = {revision:UInt32}
     ORDER BY attempted_at DESC LIMIT ${ATTEMPTS_SHOWN}`,
    place,
  )

/** Says what there is instead: which groups, or which revisions of the day. */
export const notThere = async (
  clickhouse: Asked,
  { group, date, revision, asOfMs }: Wanted,
): Promise<ExchangeRefusal> => {
  const known = [...new Set([...groups.map(({ id }) => id), ...(await publishedGroups(clickhouse))])]
  if (!known.includes(group))
    return new ExchangeRefusal('unknown-group', `there is no group ${group}; known are ${known.join(', ')}`, {
      given: group,
      near: known.join(', '),
    })
  const rows = await listPublished(clickhouse, { group, from: date, to: date, limit: REVISIONS_MAX })
  const which = revision === undefined ? '' : ` revision ${revision}`
  const then = asOfMs === undefined ? '' : ' that was published by then'
  const instead =
    rows.length === 0
      ? `nothing of it was published; npm run snapshots -- list --group ${group} tells what was`
      : `published are revision ${rows.map((row) => row.revision).join(', ')}`
  return new ExchangeRefusal(
    'no-such-snapshot',
    `there is no snapshot ${group} ${date}${which}${then}: ${instead}`,
    { group, day: date, revision: revision === undefined ? '' : String(revision) },
  )
}

/** What two revisions of a date have otherwise. */
export type Compared = {
  group: string
  date: string
  from: { revision: number; digest: string }
  to: { revision: number; digest: string }
  diff: SnapshotDiff
}

/**
 * Compares two revisions; the newest with the one before it where none is named.
 * @throws ExchangeRefusal where one of them is not there
 */
export const compareRevisions = async (
  clickhouse: Asked,
  asked: { group: string; date: string; from?: number | undefined; to?: number | undefined },
): Promise<Compared> => {
  const { group, date } = asked
  const newest = await findPublished(clickhouse, { group, date, revision: asked.to })
  if (!newest) throw await notThere(clickhouse, { group, date, revision: asked.to })
  const to = newest.revision
  const from = asked.from ?? to - 1
  if (from < 1)
    throw new ExchangeRefusal(
      'nothing-superseded',
      `${group} ${date} has revision 1 only, so there is nothing to compare it with`,
    )
  const [before, after] = [
    await artefactOf(clickhouse, { group, date, revision: from }),
    await artefactOf(clickhouse, { group, date, revision: to }),
  ]
  return {
    group,
    date,
    from: { revision: from, digest: before.digest },
    to: { revision: to, digest: after.digest },
    diff: diffBodies(before.body, after.body),
  }
}

const artefactOf = async (clickhouse: Asked, wanted: Wanted): Promise<Artefact> => {
  const found = await readArtefact(clickhouse, wanted)
  if (!found) throw await notThere(clickhouse, wanted)
  return JSON.parse(found.artefact) as Artefact
}

/** A preview with what it changes against the revision it would supersede; null: it would be the first. */
export type PreviewedChanges = Omit<Preview, 'changes'> & { changes: ChangedCell[] | null }

/** @throws ExchangeRefusal where the superseded revision is not in the table */
export const changesOf = async (clickhouse: Asked, preview: Preview): Promise<PreviewedChanges> => {
  const { group, date, supersedes, body } = preview
  if (supersedes === null) return { ...preview, changes: null }
  const before = await artefactOf(clickhouse, { group, date, revision: supersedes.revision })
  return { ...preview, changes: changedCells(before.body.values, body.values) }
}

/** Which values are looked at; a part that is not named does not matter. `indicator` may be the beginning of an id. */
export type ValueFilter = {
  indicator?: string | undefined
  unit?: string | undefined
  level?: string | undefined
  period?: string | undefined
  state?: string | undefined
}

export const valuesMatching = (values: readonly SnapshotValue[], filter: ValueFilter): SnapshotValue[] =>
  values.filter(
    (value) =>
      (filter.indicator === undefined ||
        value.indicator === filter.indicator ||
        value.indicator.startsWith(`${filter.indicator}.`)) &&
      (filter.unit === undefined || value.unit === filter.unit) &&
      (filter.level === undefined || value.level === filter.level) &&
      (filter.period === undefined || value.period.kind === filter.period) &&
      (filter.state === undefined || value.state === filter.state),
  )
