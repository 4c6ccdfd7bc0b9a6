/** What a person writes into a field: a day, a month, or a minute, in the province's time. */
export type MomentKind = 'day' | 'month' | 'minute'

/** How each is written here, whatever the browser's language: a reader compares it with paper. */
export const MOMENT_EXAMPLES: Readonly<Record<MomentKind, string>> = {
  day: '30/06/2024',
  month: '06/2024',
  minute: '30/06/2024 08:15',
}

/** `2024-06-30`, `2024-06` or `2024-06-30T08:15` as a person writes it; what is none of these stays as it is. */
export const momentText = (iso: string): string => {
  const [, year, month, day, minute] = ISO.exec(iso) ?? []
  if (year === undefined) return iso
  const date = [day, month, year].filter((part) => part !== undefined).join('/')
  return minute === undefined ? date : `${date} ${minute}`
}

/**
 * What was written, as the API writes it; '' for nothing, null for what is no moment of the calendar. Day before month, as paper
 * has it; also 1/6/2024, dots and hyphens, and the form of the API. A minute may lack its time: it is midnight then.
 */
export const readMoment = (kind: MomentKind, text: string): string | null => {
  const written = text.trim()
  if (written === '') return ''
  const found = WRITTEN.exec(written) ?? ISO_PARTS.exec(written)
  const { day, month = '', year = '', minute } = found?.groups ?? {}
  if (!found || (day === undefined) !== (kind === 'month') || (minute !== undefined && kind !== 'minute'))
    return null
  const date = `${year}-${month.padStart(2, '0')}-${(day ?? '1').padStart(2, '0')}`
  const time = (minute ?? '0:00').padStart(5, '0')
  const at = new Date(`${date}T${time}:00Z`)
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 16) !== `${date}T${time}`) return null
  return { day: date, month: date.slice(0, 7), minute: `${date}T${time}` }[kind]
}

const ISO = /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d))?)?$/
const ISO_PARTS = /^(?<year>\d{4})-(?<month>\d\d)(?:-(?<day>\d\d)(?:[T ](?<minute>\d\d:\d\d))?)?$/
const WRITTEN =
  /^(?:(?<day>\d{1,2})[/.-])?(?<month>\d{1,2})[/.-](?<year>\d{4})(?:[ ,]+(?<minute>\d{1,2}:\d\d))?$/
