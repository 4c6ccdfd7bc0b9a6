import type { Group } from '@ioc/indicators'
import type { Outbox } from './outbox.ts'

const DAY_MS = 86_400_000

/** The calendar day so many days before one. */
export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10)

/** The calendar days from one to another, both inside. */
export const daysOf = (from: string, to: string): string[] => {
  const days: string[] = []
  for (let day = from; day <= to; day = daysBefore(day, -1)) days.push(day)
  return days
}

/**
 * Groups with the horizon a setting gives them: `45` for all, or `dossier=60,feedback=30`.
 * @throws RangeError for a group that is not configured
 */
export const withHorizon = (groups: readonly Group[], setting: string | undefined): Group[] => {
  if (setting === undefined) return [...groups]
  if (/^\d+$/.test(setting)) return groups.map((group) => ({ ...group, horizonDays: Number(setting) }))
  const days = new Map(setting.split(',').map((each) => each.split('=') as [string, string]))
  const unknown = [...days.keys()].find((id) => !groups.some((group) => group.id === id))
  if (unknown !== undefined)
    throw new RangeError(
      `SNAPSHOT_HORIZON_DAYS names ${unknown}, which is no group: ${groups.map(({ id }) => id).join(', ')}`,
    )
  return groups.map((group) => ({ ...group, horizonDays: Number(days.get(group.id) ?? group.horizonDays) }))
}

/** Days of a group that are published, rising. */
export const publishedDays = (outbox: Pick<Outbox, 'all'>, group: string): string[] =>
  [
    ...new Set(
      outbox
        .all()
        .filter((each) => each.group === group)
        .map(({ date }) => date),
    ),
  ].sort()
