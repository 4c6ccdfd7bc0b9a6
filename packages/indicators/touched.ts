import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import { topicsBeside } from '@ioc/schemas'
import { progressAsOf } from './completeness.ts'
import { type CountedIndicator, type CountedSet, type Indicator, isCounted, madeOf } from './define.ts'
import { changedDaysQuery } from './fingerprints.ts'
import { openSets } from './sets/index.ts'
import { REPORTS, type Tables, upTo, type Watermark } from './state.ts'
import { dayEndMs } from './value.ts'

/** Beyond so many subjects it is quicker to count whole days again than to look at each subject. */
const SUBJECTS_MAX = 20_000

type Between = { before: Watermark; after: Watermark }

/**
 * Of some days those whose numbers may be others by one watermark than by another; the rest surely are the same. What it names is to be
 * counted again: it may turn out to be the same. Days of a set are left out where no subject that got a new version brings anything
 * else to any indicator, or where all its instants lie after them.
 */
export const touchedDays = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  indicators: readonly Indicator[],
  between: Between,
  days: readonly string[],
): Promise<string[]> => {
  if (days.length === 0) return []
  const made = [...new Map(indicators.flatMap(madeOf).map((each) => [each.id, each])).values()]
  const sets = openSets(catalogues)
  const touched = await Promise.all([
    progressDays(
      clickhouse,
      new Set(made.flatMap(({ of }) => topicsBeside((of === 'reports' ? REPORTS : sets[of]).topic))),
      between,
      days,
    ),
    ...[...new Set(made.map(({ of }) => of))].map((of) =>
      of === 'reports'
        ? daysFrom(clickhouse, REPORTS, 'min(period_to)', between, days)
        : setDays(clickhouse, catalogues, of, made.filter(isCounted), between, days),
    ),
  ])
  const named = new Set(touched.flat())
  return days.filter((day) => named.has(day))
}

const setDays = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  of: CountedSet,
  indicators: readonly CountedIndicator[],
  between: Between,
  days: readonly string[],
): Promise<string[]> => {
  const set = openSets(catalogues)[of]
  const since = await daysFrom(clickhouse, set, `min(${set.beginsAt})`, between, days)
  // Whether a caller has written before looks at other feedback too; and forms count in the year they state.
  if (of !== 'dossiers' || since.length === 0) return since
  const mine = indicators.filter((indicator) => indicator.of === of)
  const query = changedDaysQuery(set, mine, catalogues, between, since)
  if ((await changedSubjects(clickhouse, set, between)) > SUBJECTS_MAX) return since
  const rows = await clickhouse.query<{ day: string }>(query.sql, query.params)
  return rows.map(({ day }) => day)
}

const changedRows = ({ topic, versions }: Tables, { before, after }: Between) => {
  const old = upTo(before, topic, 'before')
  const now = upTo(after, topic, 'after')
  return {
    sql: `SELECT subject FROM ${versions} WHERE ${now.sql} AND NOT (${old.sql})`,
    upToAfter: now.sql,
    params: { ...old.params, ...now.params },
  }
}

const changedSubjects = async (clickhouse: ClickHouse, tables: Tables, between: Between): Promise<number> => {
  const changed = changedRows(tables, between)
  const [row] = await clickhouse.query<{ subjects: number }>(
    `SELECT uniqExact(subject) AS subjects FROM (${changed.sql})`,
    changed.params,
  )
  return row?.subjects ?? 0
}

/** Days from the first on that any version of a changed subject speaks of; none where nothing changed. */
const daysFrom = async (
  clickhouse: ClickHouse,
  tables: Tables,
  first: string,
  between: Between,
  days: readonly string[],
): Promise<string[]> => {
  const changed = changedRows(tables, between)
  const [row] = await clickhouse.query<{ versions: number; day: string }>(
    `SELECT count() AS versions, toString(toDate(${first}, 'Asia/Ho_Chi_Minh')) AS day FROM ${tables.versions}
     WHERE ${changed.upToAfter} AND subject IN (${changed.sql})`,
    changed.params,
  )
  return row && row.versions > 0 ? days.filter((day) => day >= row.day) : []
}

/** Days some source had not spoken for to their end before, and has said more of since. */
const progressDays = async (
  clickhouse: ClickHouse,
  topics: ReadonlySet<string>,
  { before, after }: Between,
  days: readonly string[],
): Promise<string[]> => {
  const mine = async (watermark: Watermark) =>
    (await progressAsOf(clickhouse, watermark)).filter(({ contract }) => topics.has(contract))
  const old = new Map((await mine(before)).map((said) => [`${said.source} ${said.contract}`, said]))
  const further = (await mine(after)).filter((said) => {
    const was = old.get(`${said.source} ${said.contract}`)
    return (
      was?.complete_up_to_ms !== said.complete_up_to_ms ||
      was.complete_from_ms !== said.complete_from_ms ||
      was.simulated !== said.simulated ||
      was.units.join() !== said.units.join() ||
      was.streams.join() !== said.streams.join()
    )
  })
  return days.filter((day) =>
    further.some((said) => {
      const was = old.get(`${said.source} ${said.contract}`)
      const sameWords =
        was?.simulated === said.simulated &&
        was.complete_from_ms === said.complete_from_ms &&
        was.units.join() === said.units.join() &&
        was.streams.join() === said.streams.join()
      return !sameWords || Math.min(was.complete_up_to_ms, said.complete_up_to_ms) < dayEndMs(day)
    }),
  )
}
