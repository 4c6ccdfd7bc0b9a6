import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import type { BusinessClock } from '@ioc/clock'
import { bodiesPublished, changesBetween, cutKey, openBodies } from '@ioc/cuts'
import {
  type CutNumbers,
  type Group,
  type Indicator,
  indicatorsVersion,
  profileVersions,
  touchedDays,
} from '@ioc/indicators'
import type { Kafka } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import { dayOf } from '@ioc/schemas/events/instant.ts'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { type SigningKey, signBody } from '@ioc/snapshot'
import { openCutLog } from './cut-log.ts'
import { openDelivery } from './deliver.ts'
import { dueDates } from './due.ts'
import type { Examined } from './examined.ts'
import { daysBefore, publishedDays, sameRules } from './horizon.ts'
import { openLateTruth } from './late-truth.ts'
import { openLedgerWait } from './ledger-wait.ts'
import { openOutbox, type Posted } from './outbox.ts'
import { watermarkBefore, watermarkNow, watermarkOfLedger } from './watermark.ts'

export type PublisherOptions = {
  kafka: Kafka
  clickhouse: ClickHouse
  catalogues: Catalogues
  indicators: readonly Indicator[]
  groups: readonly Group[]
  clock: BusinessClock
  /** Where the schedule begins on a clock that never was set, epoch ms. */
  scheduleBeganAt: number
  key: SigningKey
  nationalIocUrl: string
  cron: string
  /** Counts of persons from 1 up to this are withheld in new cuts. */
  withheldUpTo: number
  /** How often late events are looked for, system time. */
  lateLookMs: number
  examined: Examined
  log: Log
  signal: AbortSignal
}

/** A snapshot as it stands: published, and what the receiver said. */
export type Standing = {
  group: string
  date: string
  revision: number
  digest: string
  receipt: 'accepted' | 'refused' | 'waiting'
}

/** What would be published now, and what it has otherwise than the newest revision. */
export type Preview = {
  group: string
  date: string
  revision: number
  supersedes: CutRecord['supersedes']
  changed: number
  values: number
}

/** Nothing was published, because there is nothing new to say. */
export class NothingChanged extends Error {
  override readonly name = 'NothingChanged'
}

/**
 * Cut → compute → outbox → deliver (design §4). Every step reads from logs what is done already, so it can be stopped on any line
 * and called again: the same cut wins, the same body comes out, the same bytes are sent.
 */
export const openPublisher = (options: PublisherOptions) => {
  const { kafka, clickhouse, catalogues, indicators, groups, clock, log, signal } = options
  const cuts = openCutLog(kafka)
  const outbox = openOutbox(kafka, clickhouse)
  const delivery = openDelivery({ clickhouse, nationalIocUrl: options.nationalIocUrl, log, signal })
  const earlier = { cuts: () => cuts.all(), body: bodiesPublished(clickhouse) }
  const bodies = openBodies({ clickhouse, catalogues, indicators, earlier })
  const ledgerHolds = openLedgerWait(clickhouse, log, signal)
  const rules = {
    catalogueVersion: catalogues.version,
    indicatorsVersion: indicatorsVersion(indicators, catalogues),
    profiles: profileVersions(indicators),
  }
  const lateTruth = openLateTruth({
    clickhouse,
    catalogues,
    indicators,
    groups,
    cuts,
    outbox,
    bodies,
    earlier,
    examined: options.examined,
    rules,
    log,
  })

  /** A first cut of a day, by the rules at hand. */
  const firstCut = (
    group: Group,
    date: string,
    watermark: CutRecord['cut']['watermark'],
    reason: CutRecord['reason'],
  ): CutRecord => ({
    group: group.id,
    date,
    revision: 1,
    supersedes: null,
    reason,
    cut: {
      watermark,
      ...rules,
      levels: [...group.levels],
      withheldUpTo: options.withheldUpTo,
      cutNote: reason.code === 'scheduled' ? null : 'cut-at-now',
    },
  })

  const publish = async (cut: CutRecord, numbers?: CutNumbers): Promise<Posted> => {
    const key = cutKey(cut)
    const there = outbox.get(key)
    if (there) return there
    const group = groups.find((g) => g.id === cut.group)
    if (!group) throw new Error(`the cut ${key} is of a group that is not configured`)
    // A cut pins its rules; computing it by others would sign numbers it does not describe.
    const { catalogueVersion, indicatorsVersion } = cut.cut
    if (!sameRules(cut, rules))
      throw new Error(
        `the cut ${key} pins catalogues ${catalogueVersion} and indicators ${indicatorsVersion}, this software has ${rules.catalogueVersion} and ${rules.indicatorsVersion}: finish it with the version that made it`,
      )
    await ledgerHolds(cut.cut.watermark)
    const posted = await outbox.post(await signBody(await bodies.of(cut, group, numbers), options.key))
    log.info({ snapshot: key, digest: posted.digest, reason: cut.reason }, 'snapshot published')
    return posted
  }

  /** Numbers that were counted for a proposal hold for it alone; another publisher's cut is counted by its own watermark. */
  const proposeAndPublish = async (cut: CutRecord, numbers?: CutNumbers): Promise<Posted> => {
    const counts = await cuts.propose(cut)
    const isOurs = JSON.stringify(counts.cut) === JSON.stringify(cut.cut)
    return publish(counts, isOurs ? numbers : undefined)
  }

  const standing = ({ key, group, date, revision, digest }: Posted): Standing => ({
    group,
    date,
    revision,
    digest,
    receipt: delivery.stateOf(key),
  })

  const load = async () => {
    await cuts.refresh()
    await outbox.refresh()
    await delivery.load()
  }

  /** Days beyond a group's horizon that may have changed since its last scheduled cut: told in the next one as adjustments. */
  const olderDays = async (group: Group, date: string, after: CutRecord['cut']['watermark']) => {
    const mine = cuts.all().filter((cut) => cut.group === group.id)
    const last = mine.findLast(({ reason }) => reason.code === 'scheduled') ?? mine[0]
    if (!last) return []
    const days = publishedDays(outbox, group.id).filter((day) => {
      const newest = cuts.newest(group.id, day)
      return day < daysBefore(date, group.horizonDays) && newest !== undefined && sameRules(newest, rules)
    })
    const of = indicators.filter(({ id }) => group.indicators(id))
    return touchedDays(clickhouse, catalogues, of, { before: last.cut.watermark, after }, days)
  }

  const scheduledCut = async (group: Group, date: string, systemMs: number): Promise<CutRecord> => {
    const watermark = await watermarkBefore(kafka, clickhouse, systemMs)
    const cut = firstCut(group, date, watermark, { code: 'scheduled', text: null })
    await ledgerHolds(watermark)
    const adjusts = await olderDays(group, date, watermark)
    return adjusts.length > 0 ? { ...cut, adjusts } : cut
  }

  /** Finishes what a stop interrupted. */
  const finish = async () => {
    for (const cut of cuts.all())
      try {
        if (!outbox.get(cutKey(cut))) await publish(cut)
      } catch (error) {
        if (signal.aborted) return
        log.error({ cut: cutKey(cut), err: error }, 'a cut could not be finished; the others go on')
      }
  }

  /** Makes what is due, oldest first. */
  const makeDue = async () => {
    if (!clock.running) return
    const beganAt = clock.beganAt ?? options.scheduleBeganAt
    for (const { date, scheduledAtMs } of dueDates(beganAt, clock.now(), options.cron)) {
      const systemMs = clock.systemInstantOf(scheduledAtMs)
      if (systemMs === null) return
      for (const group of groups) {
        if (signal.aborted) return
        if (cuts.get(cutKey({ group: group.id, date, revision: 1 }))) continue
        await proposeAndPublish(await scheduledCut(group, date, systemMs))
      }
    }
  }

  let lookedAtMs = Number.NEGATIVE_INFINITY
  const tellLateTruth = async () => {
    if (!clock.running || performance.now() - lookedAtMs < options.lateLookMs) return
    await lateTruth.look(
      dayOf(clock.now()),
      async ({ cut, numbers }) => {
        await proposeAndPublish(cut, numbers)
      },
      signal,
    )
    lookedAtMs = performance.now()
  }

  const deliverAll = async () => {
    for (const posted of outbox.all()) {
      if (signal.aborted) return
      await delivery.deliver(posted, () => outbox.bytesOf(posted.key))
    }
  }

  const catchUp = async () => {
    await cuts.refresh()
    await outbox.refresh()
    await finish()
    await makeDue()
    await deliverAll()
    await tellLateTruth()
    await deliverAll()
  }

  const chosen = (group?: string): readonly Group[] =>
    group === undefined ? groups : groups.filter(({ id }) => id === group)

  /**
   * Closes a date at "now": a date that has a cut already keeps it, unless a person gives a reason to publish it anew.
   * @throws NothingChanged if a reason is given and no value is another than in the newest revision
   */
  const close = async (date: string, by: { group?: string; reason?: string } = {}): Promise<Standing[]> => {
    await cuts.refresh()
    await outbox.refresh()
    const watermark = await watermarkNow(kafka)
    const closed: Posted[] = []
    for (const group of chosen(by.group)) {
      const last = cuts.newest(group.id, date)
      if (!last)
        closed.push(
          await proposeAndPublish(
            firstCut(group, date, watermark, { code: 'backfill', text: by.reason ?? null }),
          ),
        )
      else if (by.reason === undefined) closed.push(await publish(last))
      else {
        const again = await anew(group, date, watermark, by.reason)
        if (again) closed.push(again)
      }
    }
    if (closed.length === 0)
      throw new NothingChanged(`no value of ${date} is another than in its newest revision`)
    for (const posted of closed) await delivery.deliver(posted, () => outbox.bytesOf(posted.key))
    return closed.map(standing)
  }

  /** A revision by a person's word, by the rules at hand; null if it would say the same. */
  const anew = async (group: Group, date: string, watermark: CutRecord['cut']['watermark'], text: string) => {
    await ledgerHolds(watermark)
    const last = await publish(cuts.newest(group.id, date)!)
    const cut = firstCut(group, date, watermark, { code: 'published-by-hand', text })
    const numbers = await bodies.numbers(group, date, cut.cut)
    const supersedes = { revision: last.revision, digest: last.digest }
    if (!(await differs(last.key, numbers))) return null
    return proposeAndPublish(
      { ...cut, revision: last.revision + 1, supersedes, cut: { ...cut.cut, cutNote: null } },
      numbers,
    )
  }

  const differs = async (key: string, { values }: CutNumbers) =>
    changesBetween((await earlier.body(key)).values, values).length

  /** What `close` with a reason would publish now. Nothing is written. */
  const preview = async (date: string, group?: string): Promise<Preview[]> => {
    await cuts.refresh()
    await outbox.refresh()
    const watermark = await watermarkOfLedger(clickhouse)
    const previews: Preview[] = []
    for (const each of chosen(group)) {
      const cut = firstCut(each, date, watermark, { code: 'backfill', text: null })
      const last = cuts.newest(each.id, date)
      const posted = last && outbox.get(cutKey(last))
      const { values } = await bodies.numbers(each, date, cut.cut)
      const changes = posted ? changesBetween((await earlier.body(posted.key)).values, values) : []
      previews.push({
        group: each.id,
        date,
        revision: (last?.revision ?? 0) + 1,
        supersedes: posted ? { revision: posted.revision, digest: posted.digest } : null,
        changed: changes.length,
        values: values.length,
      })
    }
    return previews
  }

  // One thing at a time: two callers in one process would only repeat each other.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work)
    last = mine.catch(() => {})
    return mine
  }

  return {
    load: () => inTurn(load),
    catchUp: () => inTurn(catchUp),
    close: (date: string, by?: { group?: string; reason?: string }) => inTurn(() => close(date, by)),
    preview: (date: string, group?: string) => inTurn(() => preview(date, group)),
    list: () => outbox.all().map(standing),
    hasGroup: (id: string) => groups.some((group) => group.id === id),
    idle: () => last.then(() => {}),
  }
}

export type Publisher = ReturnType<typeof openPublisher>
