import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import type { BusinessClock } from '@ioc/clock'
import { pauseUnless } from '@ioc/clock/pause.ts'
import { type Group, type Indicator, indicatorsVersion, profileVersions } from '@ioc/indicators'
import type { Kafka } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { type SigningKey, signBody } from '@ioc/snapshot'
import { bodyOf } from './body.ts'
import { cutKey, openCutLog } from './cut-log.ts'
import { openDelivery } from './deliver.ts'
import { dueDates } from './due.ts'
import { openOutbox, type Posted } from './outbox.ts'
import { missingUpTo, watermarkBefore, watermarkNow } from './watermark.ts'

export type PublisherOptions = {
  kafka: Kafka
  clickhouse: ClickHouse
  catalogues: Catalogues
  indicators: readonly Indicator[]
  groups: readonly Group[]
  clock: BusinessClock
  key: SigningKey
  nationalIocUrl: string
  cron: string
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

const LEDGER_POLL_MS = 250

/**
 * Cut → compute → outbox → deliver (design §4). Every step reads from logs what is done already, so it can be stopped on any line
 * and called again: the same cut wins, the same body comes out, the same bytes are sent.
 */
export const openPublisher = (options: PublisherOptions) => {
  const { kafka, clickhouse, catalogues, indicators, groups, clock, log, signal } = options
  const cuts = openCutLog(kafka)
  const outbox = openOutbox(kafka, clickhouse)
  const delivery = openDelivery({ clickhouse, nationalIocUrl: options.nationalIocUrl, log, signal })
  const rules = {
    catalogueVersion: catalogues.version,
    indicatorsVersion: indicatorsVersion(indicators, catalogues),
    profiles: profileVersions(indicators),
  }

  const propose = (
    group: Group,
    date: string,
    watermark: CutRecord['cut']['watermark'],
    reason: CutRecord['reason'],
    atNow: boolean,
  ) =>
    cuts.propose({
      group: group.id,
      date,
      revision: 1,
      supersedes: null,
      reason,
      cut: { watermark, ...rules, cutNote: atNow ? 'cut-at-now' : null },
    })

  /** The last watermark found complete: the groups of one date share it, and counting every offset again would cost seconds. */
  let complete: string | null = null
  const ledgerHolds = async (watermark: CutRecord['cut']['watermark']) => {
    const name = JSON.stringify(watermark)
    if (complete === name) return
    for (let looks = 0; !signal.aborted; looks++) {
      const missing = await missingUpTo(clickhouse, watermark)
      if (missing.length === 0) {
        complete = name
        return
      }
      if (looks % 40 === 0)
        log.info({ missing }, 'a cut waits until the ledger is complete up to its watermark')
      await pauseUnless(LEDGER_POLL_MS, signal)
    }
    throw signal.reason
  }

  const publish = async (cut: CutRecord): Promise<Posted> => {
    const key = cutKey(cut)
    const there = outbox.get(key)
    if (there) return there
    const group = groups.find((g) => g.id === cut.group)
    if (!group) throw new Error(`the cut ${key} is of a group that is not configured`)
    // A cut pins its rules; computing it by others would sign numbers it does not describe.
    const { catalogueVersion, indicatorsVersion } = cut.cut
    if (catalogueVersion !== rules.catalogueVersion || indicatorsVersion !== rules.indicatorsVersion)
      throw new Error(
        `the cut ${key} pins catalogues ${catalogueVersion} and indicators ${indicatorsVersion}, this software has ${rules.catalogueVersion} and ${rules.indicatorsVersion}: finish it with the version that made it`,
      )
    await ledgerHolds(cut.cut.watermark)
    const posted = await outbox.post(
      key,
      await signBody(await bodyOf(cut, group, indicators, catalogues, clickhouse), options.key),
    )
    log.info({ snapshot: key, digest: posted.artefact.digest }, 'snapshot published')
    return posted
  }

  const standing = (posted: Posted): Standing => {
    const { group, date, revision } = posted.artefact.body
    return {
      group,
      date,
      revision,
      digest: posted.artefact.digest,
      receipt: delivery.stateOf(posted.key),
    }
  }

  const load = async () => {
    await cuts.refresh()
    await outbox.refresh()
    await delivery.load()
  }

  /** Finishes what a stop interrupted, then makes what is due, oldest first. */
  const catchUp = async () => {
    for (const cut of cuts.all())
      try {
        await delivery.deliver(await publish(cut))
      } catch (error) {
        if (signal.aborted) return
        log.error({ cut: cutKey(cut), err: error }, 'a cut could not be finished; the others go on')
      }
    if (clock.beganAt === null || !clock.running) return
    for (const { date, scheduledAtMs } of dueDates(clock.beganAt, clock.now(), options.cron)) {
      const systemMs = clock.systemInstantOf(scheduledAtMs)
      if (systemMs === null) return
      for (const group of groups) {
        if (signal.aborted) return
        const cut =
          cuts.get(`${group.id}/${date}/1`) ??
          (await propose(
            group,
            date,
            await watermarkBefore(kafka, clickhouse, systemMs),
            { code: 'scheduled', text: null },
            false,
          ))
        await delivery.deliver(await publish(cut))
      }
    }
  }

  /** Closes a date at "now", all groups: a date that has a cut already keeps it. */
  const close = async (date: string): Promise<Standing[]> => {
    await cuts.refresh()
    const watermark = await watermarkNow(kafka)
    const standings: Standing[] = []
    for (const group of groups) {
      const cut =
        cuts.get(`${group.id}/${date}/1`) ??
        (await propose(group, date, watermark, { code: 'backfill', text: null }, true))
      const posted = await publish(cut)
      await delivery.deliver(posted)
      standings.push(standing(posted))
    }
    return standings
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
    close: (date: string) => inTurn(() => close(date)),
    list: () => outbox.all().map(standing),
    idle: () => last.then(() => {}),
  }
}

export type Publisher = ReturnType<typeof openPublisher>
