import type { ClickHouse } from '@ioc/clickhouse'
import { type Bodies, cutKey, type Earlier } from '@ioc/cuts'
import { type CutNumbers, type Group, type RulesInForce, rulesOfCut, type Watermark } from '@ioc/indicators'
import type { Log } from '@ioc/log'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { changedCells } from '@ioc/snapshot'
import type { CutLog } from './cut-log.ts'
import { type Examined, reaches } from './examined.ts'
import { daysBefore, publishedDays } from './horizon.ts'
import type { Outbox } from './outbox.ts'
import { touchedByRules } from './touched.ts'
import { watermarkOfLedger } from './watermark.ts'

/** What a look finds: a day that must be told again, and its numbers, counted already for the cut that will tell them. */
export type Revision = { cut: CutRecord; group: Group; numbers: CutNumbers }

/**
 * Looks for days that events which came after their cut have changed (design §4): what was touched since the last
 * look is found first, and only that is counted again and compared with what is published. Days beyond the horizon stay as they are.
 */
export const openLateTruth = (doors: {
  clickhouse: ClickHouse
  rules: RulesInForce
  groups: readonly Group[]
  cuts: CutLog
  outbox: Outbox
  bodies: Bodies
  earlier: Earlier
  examined: Examined
  log: Log
}) => {
  const { clickhouse, rules, cuts, outbox, bodies, earlier, examined, log } = doors

  /** The next revision of a day, if its numbers are others now; by the catalogues, levels and bound it was published with. */
  const revisionOf = async (group: Group, date: string, watermark: Watermark): Promise<Revision | null> => {
    const last = cuts.newest(group.id, date)
    const standing = last && outbox.get(cutKey(last))
    if (!last || !standing) return null
    const by = rulesOfCut(rules, last.cut)
    if (!by) {
      // A change of rule restates nothing by itself; a person may publish the day anew, with a reason.
      log.warn(
        { snapshot: cutKey(last) },
        'late events touch a day that was counted by other rules; it stays as it is until somebody publishes it with a reason',
      )
      return null
    }
    const { levels, withheldUpTo, catalogueVersion } = last.cut
    const numbers = await bodies.numbers(group, date, {
      ...{ watermark: [...watermark], levels, withheldUpTo, catalogueVersion },
    })
    const changed = changedCells((await earlier.body(cutKey(last))).values, numbers.values).length
    if (changed === 0) return null
    const { revision } = last
    return {
      group,
      numbers,
      cut: {
        group: group.id,
        date,
        revision: revision + 1,
        supersedes: { revision, digest: standing.digest },
        reason: {
          code: 'late-events',
          text: `${changed} value${changed === 1 ? '' : 's'} changed by events that came after the cut of revision ${revision}`,
        },
        cut: {
          watermark: [...watermark],
          ...by.versions,
          ...(levels === undefined ? {} : { levels }),
          ...(withheldUpTo === undefined ? {} : { withheldUpTo }),
          cutNote: null,
        },
      },
    }
  }

  /** The newest revision of each of these days, where it is published: a cut that has no body yet cannot be compared. */
  const publishedNow = (group: string, days: readonly string[]) =>
    new Map(
      days.flatMap((day): [string, CutRecord][] => {
        const cut = cuts.newest(group, day)
        return cut && outbox.get(cutKey(cut)) ? [[day, cut]] : []
      }),
    )

  return {
    revisionOf,
    /** Hands over every revision that is due by now, oldest day first; a group is examined once all of its are told. */
    look: async (today: string, tell: (revision: Revision) => Promise<void>, signal: AbortSignal) => {
      const watermark = await watermarkOfLedger(clickhouse)
      for (const group of doors.groups) {
        const days = publishedDays(outbox, group.id).filter(
          (day) => day >= daysBefore(today, group.horizonDays),
        )
        const last = examined.of(group.id, watermark)
        // As they stand now: what is told below is as of this watermark, or is another publisher's and must be looked at.
        const standing = publishedNow(group.id, days)
        const touched = new Set(
          last
            ? await touchedByRules(
                { clickhouse, rules, cuts },
                group,
                { before: last.watermark, after: watermark },
                days,
              )
            : days,
        )
        const isUnseen = (day: string) => {
          const cut = standing.get(day)
          if (!last || !cut || last.days[day] === cut.revision) return false
          return !reaches(cut.cut.watermark, last.watermark)
        }
        const again = days.filter((each) => touched.has(each) || isUnseen(each))
        const versionOf = (day: string) => cuts.newest(group.id, day)?.cut.catalogueVersion
        for (const [version, mine] of Map.groupBy(again, versionOf))
          if (version && mine.length > 1 && rules.by(version)) bodies.expect(watermark, mine, version)
        for (const day of again) {
          if (signal.aborted) return
          const revision = await revisionOf(group, day, watermark)
          if (revision) await tell(revision)
        }
        examined.set(group.id, {
          watermark,
          days: Object.fromEntries([...standing].map(([day, { revision }]) => [day, revision])),
        })
      }
    },
  }
}
