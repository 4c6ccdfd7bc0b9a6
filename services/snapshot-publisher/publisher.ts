import type { ClickHouse } from '@ioc/clickhouse'
import type { BusinessClock } from '@ioc/clock'
import { bodiesPublished, cutKey, openBodies } from '@ioc/cuts'
import { type CutNumbers, type Group, type RulesInForce, rulesOfCut } from '@ioc/indicators'
import type { Kafka } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import { dayOf } from '@ioc/schemas/events/instant.ts'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { type SigningKey, signToBytes } from '@ioc/snapshot'
import { type ByHand, openByHand } from './by-hand.ts'
import { openCutLog } from './cut-log.ts'
import { type DeliveryState, openDelivery } from './deliver.ts'
import type { Examined } from './examined.ts'
import { openFirstCuts } from './first-cuts.ts'
import { openLateTruth } from './late-truth.ts'
import { openLedgerWait } from './ledger-wait.ts'
import { openDue } from './make-due.ts'
import { openOutbox, type Posted } from './outbox.ts'
import type { Answer, Receiver } from './receivers/index.ts'

export type PublisherOptions = {
  kafka: Kafka
  clickhouse: ClickHouse
  /** What is counted by: new cuts by what is in force, every other by what it pins. */
  rules: RulesInForce
  /** Resolves when every set of catalogues in force by then (system clock, epoch ms) is known. */
  knowUpTo(systemMs: number): Promise<void>
  groups: readonly Group[]
  clock: BusinessClock
  /** Where the schedule begins on a clock that never was set, epoch ms. */
  scheduleBeganAt: number
  /** Asked at each signing: a key may be rotated while we run. A new one may be made only while nothing is published. */
  key: (mayMake: boolean) => SigningKey
  /** Whether a signing key of ours has been revoked; none, if not said. */
  isRevoked?: (kid: string) => boolean
  receiver: Receiver
  /** Told of each attempt to deliver. */
  onAttempt?: (answer: Answer) => void
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
  receipt: DeliveryState['state']
}

/** How long one who closes a date waits for the receiver's word. */
const SETTLE_MS_MAX = 30_000

/**
 * Cut → compute → outbox → deliver (design §4). Every step reads from logs what is done already, so it can be stopped on any line
 * and called again: the same cut wins, the same body comes out, the same bytes are sent.
 */
export const openPublisher = (options: PublisherOptions) => {
  const { kafka, clickhouse, rules, groups, clock, log, signal } = options
  const cuts = openCutLog(kafka)
  const outbox = openOutbox(kafka, clickhouse)
  const { receiver, onAttempt = () => {} } = options
  const delivery = openDelivery({ clickhouse, outbox, receiver, onAttempt, log, signal })
  const earlier = { cuts: () => cuts.all(), body: bodiesPublished(clickhouse) }
  const bodies = openBodies({ clickhouse, rules, earlier })
  const ledgerHolds = openLedgerWait(clickhouse, log, signal)
  const lateTruth = openLateTruth({
    clickhouse,
    rules,
    groups,
    cuts,
    outbox,
    bodies,
    earlier,
    examined: options.examined,
    log,
  })

  const firstCuts = openFirstCuts({ ...options, cuts, outbox, ledgerHolds })

  const publish = async (cut: CutRecord, numbers?: CutNumbers): Promise<Posted> => {
    const key = cutKey(cut)
    const there = outbox.get(key)
    if (there) return there
    const group = groups.find((g) => g.id === cut.group)
    if (!group) throw new Error(`the cut ${key} is of a group that is not configured`)
    // A cut pins its rules; computing it by others would sign numbers it does not describe.
    const { catalogueVersion, indicatorsVersion } = cut.cut
    if (!rulesOfCut(rules, cut.cut))
      throw new Error(
        `the cut ${key} pins catalogues ${catalogueVersion} and indicators ${indicatorsVersion}; of these catalogues this software has indicators ${rules.by(catalogueVersion)?.versions.indicatorsVersion ?? '(none: the catalogues are in no log)'}: finish it with the version that made it`,
      )
    await ledgerHolds(cut.cut.watermark)
    const posted = await outbox.post(
      await signToBytes(await bodies.of(cut, group, numbers), options.key(outbox.all().length === 0)),
    )
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
    receipt: delivery.stateOf(key).state,
  })

  const byHand = openByHand({
    kafka,
    clickhouse,
    groups,
    cuts,
    outbox,
    bodies,
    earlier,
    firstCut: firstCuts.firstCut,
    versionNow: () => rules.current().versions.catalogueVersion,
    isRevoked: options.isRevoked ?? (() => false),
    ledgerHolds,
    publish,
    proposeAndPublish,
  })

  const load = async () => {
    await cuts.refresh()
    await outbox.refresh()
    await delivery.load()
  }

  const isConfigured = (id: string) => groups.some((group) => group.id === id)

  /** Cuts of groups that are not configured, by key: groups change with a start, so once a start is enough to say so. */
  const toldUnconfigured = new Set<string>()
  /** Finishes what a stop interrupted. */
  const finish = async () => {
    for (const cut of cuts.all()) {
      const key = cutKey(cut)
      if (outbox.get(key) || toldUnconfigured.has(key)) continue
      try {
        await publish(cut)
      } catch (error) {
        if (signal.aborted) return
        if (!isConfigured(cut.group)) toldUnconfigured.add(key)
        log.error({ cut: key, err: error }, 'a cut could not be finished; the others go on')
      }
    }
  }

  /** What is published goes out while more is made; a round that fails is seen by the next one, which is waited for. */
  let sending: Promise<unknown> | null = null
  const sendMeanwhile = () => {
    sending ??= delivery
      .catchUp()
      .catch((error: unknown) => log.warn({ err: error }, 'snapshots could not be sent; tried again'))
      .finally(() => {
        sending = null
      })
  }
  const deliver = async () => {
    await sending
    await delivery.catchUp()
  }

  const makeDue = openDue({
    ...{ clock, scheduleBeganAt: options.scheduleBeganAt, cron: options.cron, groups },
    ...{ cuts, bodies, firstCuts, proposeAndPublish, onDate: sendMeanwhile, log, signal },
  })

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

  const catchUp = async () => {
    await cuts.refresh()
    await outbox.refresh()
    await finish()
    await makeDue()
    await deliver()
    await tellLateTruth()
    await deliver()
  }

  // One thing at a time: two callers in one process would only repeat each other.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work)
    last = mine.catch(() => {})
    return mine
  }

  /**
   * Publishes in turn, and sends each group while the next is made. Of days in a row only the last is answered with the receiver's word on it;
   * the one before a day must have its word, so that never more than two dates are on their way.
   */
  let ofDayBefore: Promise<unknown> = Promise.resolve()
  const close = async (date: string, by: ByHand): Promise<Standing[]> => {
    const settling: Promise<unknown>[] = []
    const closed = await inTurn(() =>
      byHand.close(date, by, ({ key }) => {
        const settled = delivery.settle(key, SETTLE_MS_MAX)
        settled.catch(() => {}) // awaited when all groups are made
        settling.push(settled)
      }),
    )
    const settled = Promise.all(settling)
    settled.catch(() => {}) // awaited here, or as the day before the next
    const goesOn = by.upTo !== undefined && date < by.upTo && by.reason === undefined
    await (goesOn ? ofDayBefore : settled)
    ofDayBefore = settled.catch(() => {}) // asked again, that day says how it stands
    return closed.map(standing)
  }

  /** Only the word is kept in turn: what is due does not wait for the receiver's answer. */
  const resend = async (key: string, by: { name: string; reason: string }): Promise<Standing | null> => {
    const posted = await inTurn(async () => {
      await outbox.refresh()
      return (await delivery.resend(key, by)) && outbox.get(key)
    })
    if (!posted) return null
    await delivery.settle(key, SETTLE_MS_MAX)
    return standing(posted)
  }

  return {
    load: () => inTurn(load),
    catchUp: () => inTurn(catchUp),
    close: (date: string, by: ByHand = {}) => close(date, by),
    preview: (date: string, group?: string) => inTurn(() => byHand.preview(date, group)),
    list: () => outbox.all().map(standing),
    standings: delivery.standings,
    /** A person's word that a snapshot be sent again; null: there is none of that name. */
    resend,
    hasGroup: isConfigured,
    idle: () => last.then(() => {}),
  }
}

export type Publisher = ReturnType<typeof openPublisher>
