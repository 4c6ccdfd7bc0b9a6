import { dayStart, toIso } from '@ioc/schemas/events/instant.ts'

const two = Array.from({ length: 60 }, (_, n) => (n < 10 ? `0${n}` : `${n}`))

/**
 * Text of instants counted in seconds from the first instant of a day in Asia/Ho_Chi_Minh; several times faster than
 * through Date, and a half-year has some eight million of them.
 */
export const instantsFrom = (firstDay: string, dayCount: number) => {
  const baseMs = dayStart(firstDay)
  const days = Array.from({ length: dayCount }, (_, n) => toIso(baseMs + n * 86_400_000).slice(0, 10))
  const day = (second: number): string => days[Math.floor(second / 86_400)]!
  return {
    baseMs,
    /** Epoch milliseconds. */
    ms: (second: number): number => baseMs + second * 1000,
    /** Calendar day, yyyy-mm-dd. */
    day,
    /** ISO 8601 with +07:00. */
    text: (second: number): string => {
      const ofDay = second % 86_400
      const ofHour = ofDay % 3600
      return `${day(second)}T${two[(ofDay - ofHour) / 3600]}:${two[Math.floor(ofHour / 60)]}:${two[ofHour % 60]}+07:00`
    },
  }
}
export type Instants = ReturnType<typeof instantsFrom>
