import type { ClickHouse } from '@ioc/clickhouse'
import {
  type AsOf,
  type CutNumbers,
  type Group,
  numbersOf,
  openAsOf,
  type Rules,
  type RulesInForce,
  type Watermark,
} from '@ioc/indicators'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { Adjustment, SnapshotBody } from '@ioc/schemas/snapshot/snapshot.ts'
import { bodyFrom, cellOf, changedCells } from '@ioc/snapshot'
import { cutKey, type Earlier } from './earlier.ts'
import { adjustmentsOf, toldBefore } from './told.ts'

/** Written into adjustments: why a number of a day gone by is told anew. */
const LATE = 'late events, after the horizon of the day’s snapshot'

/** The watermark whose dates are made, and the one after it, which is counted in the meantime. */
const EXPECTED_MAX = 2

/** A cut pins catalogues that are neither in the log nor shipped with this software. */
export class CataloguesGone extends Error {
  override readonly name = 'CataloguesGone'
  constructor(version: string) {
    super(
      `the catalogues ${version} are in no log: export them where they are known (npm run catalogues -- export), and load them; then load today's again`,
    )
  }
}

/** Makes the bodies of cuts: functions of the cut, the ledger up to it and what was published before it, and of nothing else. */
export type Bodies = {
  /**
   * Says that several groups, or several dates in rising order, will be asked for as of one watermark: what they share is counted once, and
   * begun at once. It changes no number.
   */
  expect(watermark: Watermark, dates: readonly string[], catalogueVersion: string): void
  /** The numbers of a group's day as of a watermark, by the catalogues that are named. */
  numbers(
    group: Group,
    date: string,
    cut: Pick<CutRecord['cut'], 'watermark' | 'levels' | 'withheldUpTo' | 'catalogueVersion'>,
  ): Promise<CutNumbers>
  /** `numbers`, where they have been counted already for this very cut. */
  of(cut: CutRecord, group: Group, numbers?: CutNumbers): Promise<SnapshotBody>
}

export const openBodies = (doors: {
  clickhouse: ClickHouse
  rules: Pick<RulesInForce, 'by'>
  earlier: Earlier
}): Bodies => {
  const { clickhouse, earlier } = doors

  /** @throws CataloguesGone */
  const rulesBy = (catalogueVersion: string): Rules => {
    const rules = doors.rules.by(catalogueVersion)
    if (!rules) throw new CataloguesGone(catalogueVersion)
    return rules
  }

  let expected: { name: string; dates: ReadonlySet<string>; asOf: AsOf }[] = []
  const nameOf = (watermark: Watermark, version: string) => `${version} ${JSON.stringify(watermark)}`

  const expect: Bodies['expect'] = (watermark, dates, catalogueVersion) => {
    const [first] = dates
    const name = nameOf(watermark, catalogueVersion)
    if (
      first === undefined ||
      expected.some((each) => each.name === name && dates.every((date) => each.dates.has(date)))
    )
      return
    const { catalogues, indicators } = rulesBy(catalogueVersion)
    const asOf = openAsOf({ clickhouse, catalogues, indicators }, watermark, dates)
    expected = [...expected, { name, dates: new Set(dates), asOf }].slice(-EXPECTED_MAX)
    void asOf.cells(first).catch(() => {}) // who asks for it has the failure
  }

  const numbers: Bodies['numbers'] = async (group, date, cut) => {
    const { catalogues, indicators } = rulesBy(cut.catalogueVersion)
    const name = nameOf(cut.watermark, cut.catalogueVersion)
    const shared = expected.findLast((each) => each.name === name && each.dates.has(date))
    return numbersOf({ date, cut }, group, indicators, catalogues, clickhouse, shared?.asOf)
  }

  /** Cuts that stand before one in the log; of one that is not there yet, all. */
  const before = (cut: CutRecord): readonly CutRecord[] => {
    const all = earlier.cuts()
    const at = all.findIndex((other) => cutKey(other) === cutKey(cut))
    return at === -1 ? all : all.slice(0, at)
  }

  const adjustments = async (cut: CutRecord, group: Group): Promise<Adjustment[]> => {
    const made: Adjustment[] = []
    for (const date of cut.adjusts ?? []) {
      const told = await toldBefore(cut, date, before(cut), earlier.body)
      if (!told) continue
      // By catalogues, levels and bound of the day's own snapshot: another choice of what is published is no late event.
      const { levels, withheldUpTo, catalogueVersion } = told.body.cut
      const { watermark } = cut.cut
      const now = await numbers(group, date, { watermark, levels, withheldUpTo, catalogueVersion })
      made.push(...adjustmentsOf(told, now.values, LATE))
    }
    return made
  }

  return {
    expect,
    numbers,
    of: async (cut, group, counted) => {
      const made = counted ?? (await numbers(group, cut.date, cut.cut))
      const superseded =
        cut.supersedes && (await earlier.body(cutKey({ ...cut, revision: cut.supersedes.revision })))
      const changes =
        superseded &&
        changedCells(superseded.values, made.values).map(({ before, after }) => cellOf((after ?? before)!))
      const { catalogues } = rulesBy(cut.cut.catalogueVersion)
      const province = catalogues.unit('68', cut.date)?.name.vi ?? 'Lâm Đồng'
      return bodyFrom(cut, { ...made, changes, adjustments: await adjustments(cut, group) }, province)
    },
  }
}
