import type { Fault } from '../../../routes/problem-codes.ts'
import { readMoment } from '../../moment-text.ts'

/** A day of a group, as the address names it. */
export type DayOfGroup = { group: string; date: string }

/** `2024-06` moved by some months. */
export const monthAfter = (month: string, by: number): string => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const moved = new Date(Date.UTC(year, number - 1 + by, 1))
  return moved.toISOString().slice(0, 7)
}

export const isMonth = (text: string | null): text is string =>
  text !== null && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)

/** What `day=dossier/2024-06-30` names; null where it is no such thing. */
export const readDay = (text: string | null): DayOfGroup | null => {
  const [, group, date] = /^([a-z0-9-]{1,64})\/(\d{4}-\d{2}-\d{2})$/.exec(text ?? '') ?? []
  return group === undefined || date === undefined ? null : { group, date }
}

/** What of the address is no day, month or group that is published here. */
export const faultsOf = (day: string | null, month: string | null, groups: readonly string[]): Fault[] => {
  const read = readDay(day)
  const faults: Fault[] = []
  if (day !== null && (read === null || readMoment('day', read.date) === null))
    faults.push({ parameter: 'day', code: 'no-such-day', message: `${day} is no day`, about: { given: day } })
  else if (read !== null && groups.length > 0 && !groups.includes(read.group))
    faults.push({
      ...{ parameter: 'day', code: 'unknown-group', message: `there is no group ${read.group}` },
      about: { given: read.group, near: groups.join(', ') },
    })
  if (month !== null && !isMonth(month))
    faults.push({
      ...{ parameter: 'month', code: 'no-such-month', message: `${month} is no month` },
      about: { given: month },
    })
  return faults
}

/** Where an arrow key leads in the grid of groups by days; null: that key leads nowhere there. */
export const stepOf = (
  key: string,
  [row, column]: readonly [number, number],
  { rows, columns, isTurned }: { rows: number; columns: number; isTurned: boolean },
): readonly [number, number] | null => {
  const along = isTurned ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight']
  const across = isTurned ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
  const bounded = (at: number, most: number) => Math.min(Math.max(at, 0), most - 1)
  if (key === along[0]) return [row, bounded(column - 1, columns)]
  if (key === along[1]) return [row, bounded(column + 1, columns)]
  if (key === across[0]) return [bounded(row - 1, rows), column]
  if (key === across[1]) return [bounded(row + 1, rows), column]
  if (key === 'Home') return [row, 0]
  if (key === 'End') return [row, columns - 1]
  return null
}

/** What the address says of another month; the day that was open lies in this one, and is closed. */
export const goTo = (month: string) => ({ month, day: null, revision: null })
