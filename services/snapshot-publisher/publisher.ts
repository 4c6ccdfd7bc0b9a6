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
import { type DeliveryState, openDelivery } from './deliver.ts'
import { dueDates } from './due.ts'
import { openOutbox, type Posted } from './outbox.ts'
import type { Receiver } from './receivers/index.ts'
import { missingUpTo, watermarkBefore, watermarkNow } from './watermark.ts'

export type PublisherOptions = {
  kafka: Kafka
  clickhouse: ClickHouse
  catalogues: Catalogues
  indicators: readonly Indicator[]
  groups: readonly Group[]
  clock: BusinessClock
  /** Asked at each signing: a key may be rotated while we run. */
  key: () => SigningKey
  receiver: Receiver
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
  receipt: DeliveryState['state']
}

const LEDGER_POLL_MS = 250
/** How long one who closes a date waits for the receiver's word. */
const SETTLE_MS_MAX = 30_000

/**
 * Cut → compute → outbox → deliver (design §4). Every step reads from logs what is done already, so it can be stopped on any line
 * and called again: the same cut wins, the same body comes out, the same bytes are sent.
 */
export const openPublisher = (options: PublisherOptions) => {
  const { kafka, clickhouse, catalogues, indicators, groups, clock, log, signal } = options
  const cuts = openCutLog(kafka)
  const outbox = openOutbox(kafka, clickhouse)
  const delivery = openDelivery({
    clickhouse,
    outbox: { all: () => outbox.all().map(parcelOf), bytesOf: async (key) => outbox.get(key)!.bytes },
    receiver: options.receiver,
    log,
    signal,
  })
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
      await signBody(await bodyOf(cut, group, indicators, catalogues, clickhouse), options.key()),
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
      receipt: delivery.stateOf(posted.key).state,
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
        await publish(cut)
      } catch (error) {
        if (signal.aborted) return
        log.error({ cut: cutKey(cut), err: error }, 'a cut could not be finished; the others go on')
      }
    await delivery.catchUp()
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
        await publish(cut)
      }
      await delivery.catchUp()
    }
  }

  /** Closes a date at "now", all groups: a date that has a cut already keeps it. */
  const close = async (date: string): Promise<Standing[]> => {
    await cuts.refresh()
    const watermark = await watermarkNow(kafka)
    const closed: Posted[] = []
    for (const group of groups) {
      const cut =
        cuts.get(`${group.id}/${date}/1`) ??
        (await propose(group, date, watermark, { code: 'backfill', text: null }, true))
      closed.push(await publish(cut))
    }
    await Promise.all(closed.map(({ key }) => delivery.settle(key, SETTLE_MS_MAX)))
    return closed.map(standing)
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

const parcelOf = ({ key, artefact: { body, digest }, appendedAtMs }: Posted) => ({
  key,
  group: body.group,
  date: body.date,
  revision: body.revision,
  digest,
  appendedAtMs,
})

export type Publisher = ReturnType<typeof openPublisher>
