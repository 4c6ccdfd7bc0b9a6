import { dayOf, dayStart } from '@ioc/schemas/events/instant.ts'
import { CronExpressionParser } from 'cron-parser'

const DAY_MS = 86_400_000
const TIME_ZONE = 'Asia/Ho_Chi_Minh'

/** A date whose snapshot is due, and the instant it was scheduled for (business clock, epoch ms). */
export type Due = { date: string; scheduledAtMs: number }

/** The instant a date is cut at: the schedule's first one after the date has ended. */
export const scheduledFor = (date: string, cron: string): number => {
  const endedAt = dayStart(date) + DAY_MS
  // `next` looks strictly after its current date; a schedule at midnight sharp belongs to the day that just ended.
  return CronExpressionParser.parse(cron, { currentDate: new Date(endedAt - 1), tz: TIME_ZONE })
    .next()
    .getTime()
}

/**
 * The dates that are due, oldest first: from the day before the clock began, whose snapshot is the first scheduled one, to the
 * last whose instant has passed. Pure: a missed day is found whenever this is asked.
 */
export const dueDates = (beganAtMs: number, nowMs: number, cron: string): Due[] => {
  const due: Due[] = []
  for (let dayMs = dayStart(dayOf(beganAtMs)) - DAY_MS; dayMs < nowMs; dayMs += DAY_MS) {
    const date = dayOf(dayMs)
    const scheduledAtMs = scheduledFor(date, cron)
    if (scheduledAtMs <= nowMs && scheduledAtMs >= beganAtMs) due.push({ date, scheduledAtMs })
  }
  return due
}
