import type { Problem, RowChange } from '@ioc/catalogues'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Edition } from './edition.ts'
import type { Returns } from './run.ts'

/** An edition as `--json` gives it; `inForceAt` null: it was in force before the log began. */
export const shownEdition = ({ version, previous, at, by, why, inForceMs }: Edition) => ({
  version,
  previous,
  inForceAt: Number.isFinite(inForceMs) ? toIso(inForceMs) : null,
  loadedAt: at,
  by,
  why,
})

export const editionsText = (editions: readonly Edition[], shipped: string): string =>
  editions.length === 0
    ? `nothing was loaded; in force is ${shipped}, which the software is shipped with`
    : [...editions]
        .reverse()
        .map(shownEdition)
        .map(
          ({ version, inForceAt, by, why }) =>
            `${version}  ${inForceAt ?? 'from the beginning'}  ${by}: ${why}`,
        )
        .join('\n')

export const problemsText = (problems: readonly Problem[]): string =>
  [
    ...problems.map(({ file, row, code, message }) => `${file} ${row} [${code}]: ${message}`),
    problems.length === 0 ? 'no problem' : `${problems.length} problem${problems.length === 1 ? '' : 's'}`,
  ].join('\n')

/** Rows of a kind that are written out; the rest is counted. */
const ROWS_MAX = 20

export const changesText = (changes: readonly RowChange[]): string => {
  if (changes.length === 0) return 'no row is another'
  const groups = Map.groupBy(changes, ({ file, kind }) => `${file} ${kind}`)
  return [...groups]
    .map(([title, rows]) => {
      const named = rows.slice(0, ROWS_MAX).map(({ list, row, fields }) => {
        const of = list === '' ? row : `${list} ${row}`
        return fields.length === 0 ? `  ${of}` : `  ${of} (${fields.join(', ')})`
      })
      const more = rows.length > ROWS_MAX ? [`  and ${rows.length - ROWS_MAX} more; --json has all`] : []
      return [`${title}: ${rows.length}`, ...named, ...more].join('\n')
    })
    .join('\n')
}

export const returnsText = (returns: Returns | null): string => {
  if (returns === null)
    return 'dead letters: not counted, since ClickHouse does not answer or the key that opens them is not in IOC_DATA_DIR'
  const { kept, judged, more } = returns
  if (judged === 0) return 'dead letters: none waits for a code'
  return `dead letters: ${kept} of ${judged} that wait for a code would come back by themselves${more ? '; there are more than were looked at' : ''}`
}
