import type { Catalogues } from '@ioc/catalogues'
import { boundsIn, boundsOfDays } from './bounds.ts'
import { factsOver } from './cells.ts'
import type { Aggregate, CountedIndicator } from './define.ts'
import { DATE_PERIODS } from './periods.ts'
import type { SetOfSubjects } from './sets/index.ts'
import { SETTINGS } from './settings.ts'
import type { Query } from './sql.ts'
import { newestVersions, upTo, type Watermark } from './state.ts'

const PERIODS = DATE_PERIODS.map((_, k) => String(k))

/** What a subject brings to an aggregate, as text: empty where it brings nothing. One for all periods where the aggregate allows it. */
const broughtTo = (aggregate: Aggregate, times: readonly string[]): string[] => {
  const { inside } = aggregate.where
  const what = (k: number): string => {
    if (aggregate.counts === 'subjects') return `'1'`
    const of = aggregate.counts === 'sum' ? aggregate.of(boundsIn(k, times)) : aggregate.of
    return `ifNull(toString(${of}), '-')`
  }
  if (inside && times.includes(inside.time) && aggregate.counts !== 'sum') {
    const place = `${inside.time}_in`
    return [
      `if(${place} < 255 AND ifNull(${inside.and}, false), concat(toString(${place}), ' ', ${what(0)}), '')`,
    ]
  }
  return PERIODS.map((_, k) => `if(ifNull(${aggregate.where(boundsIn(k, times))}, false), ${what(k)}, '')`)
}

/**
 * SQL of the days, of some, on which a set's subjects bring other things to their indicators by one watermark than by another. Whatever is
 * put together of subjects — counts, sums, different values, quantiles — is the same on every other day, because each subject is.
 * Only for sets whose facts look at one subject at a time. The set of subjects whose log went on in between is gone through alone.
 */
export const changedDaysQuery = (
  set: SetOfSubjects,
  indicators: readonly CountedIndicator[],
  catalogues: Catalogues,
  watermarks: { before: Watermark; after: Watermark },
  days: readonly string[],
): Query => {
  const brought = [
    ...new Set(
      indicators.flatMap(({ numerator, denominator }) => [
        ...broughtTo(numerator, set.times),
        ...(denominator ? broughtTo(denominator, set.times) : []),
      ]),
    ),
  ]
  const before = upTo(watermarks.before, set.topic, 'before')
  const after = upTo(watermarks.after, set.topic, 'after')
  const changed = `subject IN (SELECT subject FROM ${set.versions} WHERE ${after.sql} AND NOT (${before.sql}))`
  const { query, definitions } = factsOver(
    set,
    catalogues,
    { from: PERIODS },
    [...brought, 'unit_code', set.beginsAt],
    (columns) => {
      const side = (name: string, cut: Query) =>
        `SELECT '${name}' AS side, * FROM (${newestVersions(set, columns, [cut.sql, changed])}) WHERE NOT voided`
      return {
        params: { ...before.params, ...after.params },
        sql: `SELECT *, on_day, ${boundsOfDays('on_day').join(', ')} FROM (
${side('before', before)}
UNION ALL
${side('after', after)}
) ARRAY JOIN {days:Array(Date)} AS on_day
WHERE ${set.beginsAt} < toDateTime64(on_day + 1, 3, 'Asia/Ho_Chi_Minh')`,
      }
    },
  )
  return {
    params: { ...query.params, days },
    // A group of simple counts needs no facts of its own.
    sql: `${definitions.length > 0 ? `WITH ${definitions.join(',\n  ')}\n` : ''}SELECT DISTINCT toString(on_day) AS day FROM (
  SELECT subject, on_day, side, [${brought.join(',\n    ')}] AS brought,
    if(arrayAll(each -> each = '', brought), 0, cityHash64(unit_code, stretch, brought)) AS fingerprint
  FROM (${query.sql})
)
GROUP BY subject, on_day
HAVING sumIf(fingerprint, side = 'before') != sumIf(fingerprint, side = 'after')
ORDER BY day
SETTINGS ${SETTINGS}`,
  }
}
