import type { LeafField } from '../../../../contracts/form-fields.ts'
import { MASK } from '../../../api/json-changes.ts'
import { readMoment } from '../../../moment-text.ts'

/** What stands in the input of a field: a text as it is, anything else as JSON; nothing and null are empty. */
export const shownText = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/**
 * The value a person means who has written a text into a field. Nothing is null where the contract knows null, else the field is gone.
 * What is no number stays the text it is, and the verdict says so: a decimal comma is never guessed to be a point.
 */
export const meantBy = ({ kind, nullable }: Pick<LeafField, 'kind' | 'nullable'>, text: string): unknown => {
  const written = text.trim()
  if (written === '') return nullable ? null : undefined
  if (kind === 'number') return NUMBER.test(written) ? Number(written) : written
  if (kind === 'instant') return instantOf(written)
  if (kind === 'day') return /^\d{4}-/.test(written) ? written : readMoment('day', written) || written
  return written
}

/** As paper has it, 30/06/2024 08:15, becomes the instant; a day stays a day, which is its end; anything else is left to the verdict. */
const instantOf = (written: string): string => {
  if (/^\d{4}-/.test(written)) return written
  const day = readMoment('day', written)
  if (day) return day
  const minute = readMoment('minute', written)
  return minute ? `${minute}:00+07:00` : written
}

/** True where a value cannot be what the contract asks, before anybody is asked; what is masked is not known and passes. */
export const hasWrongShape = (field: LeafField, value: unknown): boolean => {
  if (value === undefined) return field.required
  if (value === null) return !field.nullable
  if (value === MASK) return false
  switch (field.kind) {
    case 'number':
      return (
        typeof value !== 'number' ||
        (field.minimum !== undefined && value < field.minimum) ||
        (field.maximum !== undefined && value > field.maximum)
      )
    case 'yes-no':
      return typeof value !== 'boolean'
    case 'choice':
      return !field.choices?.includes(value as string)
    case 'instant':
      // A day that no month has is a day to Date.parse.
      return (
        typeof value !== 'string' || Number.isNaN(Date.parse(value)) || !readMoment('day', value.slice(0, 10))
      )
    case 'day':
      return typeof value !== 'string' || !readMoment('day', value)
    default:
      return (
        typeof value !== 'string' || (field.pattern !== undefined && !new RegExp(field.pattern).test(value))
      )
  }
}

/**
 * What the calendar begins at; an instant of another offset begins at its minute here, and a bare day at its end. Empty where the value
 * is no moment as a contract writes it: what Date.parse makes of `06/30/2024` is a guess, and no day of a calendar.
 */
export const asMoment = (value: unknown, kind: 'day' | 'minute'): string => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d(?:T|$)/.test(value)) return ''
  const day = value.slice(0, 10)
  if (kind === 'day' || value.length === 10) {
    const read = readMoment('day', day) ?? ''
    return kind === 'day' || read === '' ? read : `${read}T23:59`
  }
  const ms = Date.parse(value)
  // Beyond what a Date holds there is no text of it.
  const here = new Date(ms + 7 * 3_600_000)
  return Number.isNaN(here.getTime()) ? '' : (readMoment('minute', here.toISOString().slice(0, 16)) ?? '')
}
