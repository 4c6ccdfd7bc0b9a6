import type { BusinessClock } from '@ioc/clock'
import { type Bodies, cutKey } from '@ioc/cuts'
import type { Group } from '@ioc/indicators'
import type { Log } from '@ioc/log'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { CutLog } from './cut-log.ts'
import { dueDates } from './due.ts'
import type { openFirstCuts } from './first-cuts.ts'

type Watermark = CutRecord['cut']['watermark']

/**
 * Makes what is due, oldest first. A date of a group that cannot be made holds back the later dates of that group, whose order must stay, and
 * nothing else. While a date is signed, the next one is counted.
 */
export const openDue = (doors: {
  clock: BusinessClock
  scheduleBeganAt: number
  cron: string
  groups: readonly Group[]
  cuts: CutLog
  bodies: Bodies
  firstCuts: ReturnType<typeof openFirstCuts>
  proposeAndPublish(cut: CutRecord): Promise<unknown>
  /** Told when the groups of a date are published. */
  onDate(): void
  log: Log
  signal: AbortSignal
}) => {
  const { clock, groups, cuts, bodies, firstCuts, log, signal } = doors
  const isOpen = (date: string) => (group: Group) => !cuts.get(cutKey({ group: group.id, date, revision: 1 }))

  /** Dates with a group that has no cut, each with the instant it was due at; none after one that lies beyond the clock. */
  const openDates = (): { date: string; systemMs: number }[] => {
    const open: { date: string; systemMs: number }[] = []
    const beganAt = clock.beganAt ?? doors.scheduleBeganAt
    for (const { date, scheduledAtMs } of dueDates(beganAt, clock.now(), doors.cron)) {
      const systemMs = clock.systemInstantOf(scheduledAtMs)
      if (systemMs === null) break
      if (groups.some(isOpen(date))) open.push({ date, systemMs })
    }
    return open
  }

  /** Counting begins with it. */
  const watermarkOf = async ({ date, systemMs }: { date: string; systemMs: number }): Promise<Watermark> => {
    const watermark = await firstCuts.watermarkAt(systemMs)
    bodies.expect(watermark, [date], firstCuts.versionAt(systemMs))
    return watermark
  }

  return async (): Promise<void> => {
    if (!clock.running) return
    const dates = openDates()
    const held = new Set<string>()
    let next: Promise<Watermark> | null = null
    for (const [n, each] of dates.entries()) {
      if (signal.aborted) return
      try {
        const watermark: Watermark = await (next ?? watermarkOf(each))
        const after = dates[n + 1]
        next = after ? watermarkOf(after) : null
        next?.catch(() => {}) // it is awaited in its turn
        for (const group of groups.filter(isOpen(each.date))) {
          if (signal.aborted) return
          if (held.has(group.id)) continue
          try {
            await doors.proposeAndPublish(
              await firstCuts.scheduled(group, each.date, watermark, each.systemMs),
            )
          } catch (error) {
            if (signal.aborted) return
            held.add(group.id)
            log.error(
              { err: error, group: group.id, date: each.date },
              'a snapshot that is due could not be made; later dates of its group wait for it, and it is tried again',
            )
          }
        }
        doors.onDate()
        if (held.size === groups.length) return
      } catch (error) {
        if (signal.aborted) return
        // Without its watermark no group has this date, and later dates of all groups wait for it.
        log.error({ err: error, date: each.date }, 'a date that is due could not be cut; it is tried again')
        return
      }
    }
  }
}
