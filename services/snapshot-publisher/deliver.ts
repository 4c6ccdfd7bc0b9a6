import { randomUUID } from 'node:crypto'
import type { ClickHouse } from '@ioc/clickhouse'
import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Log } from '@ioc/log'
import { type Attempt, type AttemptLog, attemptsIn } from './attempts.ts'
import { backOffMs } from './back-off.ts'
import { openDeliveries } from './deliveries.ts'
import { byDateAndRevision, inTurns } from './order.ts'
import type { Answer, Parcel, Receiver } from './receivers/index.ts'
import type { DeliveryState, Standing } from './standing.ts'

export type { DeliveryState } from './standing.ts'

export type DeliveryOptions = {
  clickhouse: ClickHouse
  outbox: { all(): readonly Parcel[]; bytesOf(key: string): Promise<Buffer> }
  receiver: Receiver
  log: Log
  signal: AbortSignal
  /** System clock, epoch ms. */
  now?: () => number
  /** [0, 1), for the jitter of back-off. */
  random?: () => number
  /** Told of each attempt that was kept. */
  onAttempt?: (answer: Answer) => void
  /** No attempt begins later in a round: cuts must not wait for a slow receiver. */
  roundMsMax?: number
}

/** How all that was published stands with the receiver; the oldest that waits, epoch ms, null where none does. */
export type Standings = { counts: Record<DeliveryState['state'], number>; waitingSinceMs: number | null }

/** Brings what stands in the outbox to the national IOC. Every attempt is kept; only an answer that is right settles anything. */
export const openDelivery = (options: DeliveryOptions) =>
  deliverWith({ ...options, attempts: attemptsIn(options.clickhouse) })

/** The same over any log of attempts. */
export const deliverWith = (options: Omit<DeliveryOptions, 'clickhouse'> & { attempts: AttemptLog }) => {
  const { outbox, receiver, log, signal, now = Date.now, random = Math.random, roundMsMax = 15_000 } = options
  const deliveries = openDeliveries(options.attempts)
  // One attempt at a time in a group, whoever asks; another publisher's are harmless, as the receiver takes the same again.
  const inTurn = inTurns()

  /** Rises by at least a millisecond: attempts are put in order by it, and a person's word may follow an answer at once. */
  let lastMs = 0
  const instant = () => {
    lastMs = Math.max(now(), lastMs + 1)
    return lastMs
  }

  const keep = (parcel: Parcel, startedAtMs: number, what: Partial<Attempt> & Pick<Attempt, 'outcome'>) =>
    deliveries.append({
      ...{ key: parcel.key, attemptId: randomUUID(), attemptedAtMs: startedAtMs, digest: parcel.digest },
      ...{
        receiver: receiver.name,
        durationMs: 0,
        httpStatus: 0,
        code: '',
        detail: '',
        bytesSent: 0,
        receipt: '',
      },
      ...{ answer: '', retryAfterMs: 0, nextAttemptAtMs: null, askedBy: '', askedWhy: '' },
      ...what,
    })

  /** Null where it was called off: nothing is known then, and nothing kept. */
  const attempt = async (parcel: Parcel): Promise<Answer | null> => {
    const bytes = await outbox.bytesOf(parcel.key)
    const startedAtMs = instant()
    const answer = await receiver.send(parcel, bytes, signal)
    if (signal.aborted) return null
    const waitMs = answer.retryAfterMs ?? backOffMs(deliveries.of(parcel.key).failures + 1, random)
    const nextAttemptAtMs = answer.outcome === 'again' ? now() + waitMs : null
    const { outcome, code, detail, httpStatus, bytesSent } = answer
    await keep(parcel, startedAtMs, {
      ...{
        outcome,
        code,
        detail,
        httpStatus,
        bytesSent,
        nextAttemptAtMs,
        durationMs: Math.max(0, now() - startedAtMs),
      },
      ...{ receipt: answer.receipt ?? '', answer: answer.text, retryAfterMs: answer.retryAfterMs ?? 0 },
    })
    say(parcel, answer, nextAttemptAtMs)
    options.onAttempt?.(answer)
    return answer
  }

  const say = (parcel: Parcel, { outcome, code, detail, httpStatus }: Answer, nextMs: number | null) => {
    const what = { snapshot: parcel.key, code, httpStatus, ...(detail && { detail }) }
    if (outcome === 'accepted') return log.info(what, 'national IOC: accepted')
    if (outcome === 'refused')
      return log.error(what, 'national IOC: refused; the snapshot is parked until it is sent again by hand')
    const nextAttemptAt = new Date(nextMs ?? 0).toISOString()
    return log.warn({ ...what, nextAttemptAt }, `national IOC: not delivered, tried again: ${detail}`)
  }

  /**
   * The receiver lost what it had answered (an older copy of its archive, say): it is sent again, before what supersedes it. So is what a revoked
   * key signed: that it came is what the receiver lets the next revision pass by.
   */
  const sendBefore = async ({ group, date, revision }: Parcel) => {
    const before = outbox
      .all()
      .find((p) => p.group === group && p.date === date && p.revision === revision - 1)
    if (!before) return
    const { settled, code } = deliveries.of(before.key)
    if (settled !== 'accepted' && code !== 'revoked-key') return
    await keep(before, instant(), {
      outcome: 'resend',
      askedBy: 'snapshot-publisher',
      askedWhy: `the receiver says it lacks it, at revision ${revision}`,
    })
  }

  /**
   * Walks one group in order. What is parked holds back only what supersedes it; what had no answer holds back the group until its next
   * attempt is due.
   */
  const walk = async (
    parcels: readonly Parcel[],
    untilMs: number,
    isDue: (standing: Standing) => boolean,
  ) => {
    const heldDates = new Set<string>()
    for (const parcel of parcels) {
      const standing = deliveries.of(parcel.key)
      if (signal.aborted || now() >= untilMs) return
      if (holdsWhatFollows(standing)) heldDates.add(parcel.date)
      if (standing.settled !== null || heldDates.has(parcel.date)) continue
      if (!isDue(standing)) {
        if (!concernsOneDate(standing.code)) return
        heldDates.add(parcel.date)
        continue
      }
      const answer = await attempt(parcel)
      if (answer === null) return
      if (answer.outcome === 'accepted') continue
      if (answer.code === 'revoked-key') continue
      if (answer.code === 'missing-revision') await sendBefore(parcel)
      if (answer.outcome === 'again' && !concernsOneDate(answer.code)) return
      heldDates.add(parcel.date)
    }
  }

  const parcelsOf = (group: string) =>
    outbox
      .all()
      .filter((p) => p.group === group)
      .toSorted(byDateAndRevision)
  const parcelNamed = (key: string) => outbox.all().find((parcel) => parcel.key === key)
  const isDue = ({ notBeforeMs }: Standing) => notBeforeMs <= now()

  const catchUp = async () => {
    await deliveries.refresh()
    const untilMs = now() + roundMsMax
    const groups = new Set(
      outbox
        .all()
        .filter((p) => deliveries.of(p.key).settled === null)
        .map((p) => p.group),
    )
    const rounds = [...groups].map((group) => inTurn(group, () => walk(parcelsOf(group), untilMs, isDue)))
    const failed = (await Promise.allSettled(rounds)).find((round) => round.status === 'rejected')
    if (failed) throw failed.reason // every other group has had its round
  }

  /** A person waits for this one: a back-off of ours does not keep it from one attempt now, a word of the receiver does. */
  const settle = async (key: string, maxMs: number): Promise<DeliveryState> => {
    const parcel = parcelNamed(key)
    if (!parcel) return stateOf(key)
    const untilMs = now() + maxMs
    await deliveries.refresh(LOOKED_MS_MAX)
    for (let isFirst = true; ; isFirst = false) {
      const due = isFirst ? (s: Standing) => !s.asked || isDue(s) : isDue
      const upTo = parcelsOf(parcel.group).filter((p) => byDateAndRevision(p, parcel) <= 0)
      const round = inTurn(parcel.group, () => walk(upTo, untilMs, due))
      await Promise.race([round, pauseUnless(Math.max(0, untilMs - now()), signal)])
      const state = stateOf(key)
      if (state.state !== 'waiting' || signal.aborted || now() >= untilMs) return state
      const nextMs = Math.min(
        ...upTo.map((p) => deliveries.of(p.key).notBeforeMs).filter((ms) => ms > now()),
        untilMs,
      )
      await pauseUnless(Math.max(10, nextMs - now()), signal)
    }
  }

  const stateOf = (key: string): DeliveryState => {
    const { settled, detail, attempts, notBeforeMs } = deliveries.of(key)
    const parcel = parcelNamed(key)
    const isBehind =
      settled === null &&
      parcel !== undefined &&
      outbox.all().some((p) => supersedes(parcel, p) && holdsWhatFollows(deliveries.of(p.key)))
    return {
      state: settled ?? (isBehind ? 'behind' : 'waiting'),
      parked: settled === 'refused' ? detail : null,
      detail,
      attempts,
      nextAttemptAtMs: settled === null && notBeforeMs > 0 ? notBeforeMs : null,
    }
  }

  const standings = (): Standings => {
    const counts = { waiting: 0, behind: 0, accepted: 0, refused: 0 }
    let waitingSinceMs: number | null = null
    for (const { key, appendedAtMs } of outbox.all()) {
      const state = deliveries.of(key).settled ?? stateOf(key).state
      counts[state]++
      if (state === 'waiting') waitingSinceMs = Math.min(appendedAtMs, waitingSinceMs ?? appendedAtMs)
    }
    return { counts, waitingSinceMs }
  }

  return {
    load: () => deliveries.refresh(),
    catchUp,
    settle,
    stateOf,
    standings,
    /** A person's word that a snapshot be sent, whatever became of it before; kept with name and reason. Null: no such snapshot. */
    resend: async (key: string, by: { name: string; reason: string }): Promise<DeliveryState | null> => {
      const parcel = parcelNamed(key)
      if (!parcel) return null
      await keep(parcel, instant(), { outcome: 'resend', askedBy: by.name, askedWhy: by.reason })
      log.info({ snapshot: key, by: by.name, why: by.reason }, 'a snapshot is sent again by hand')
      return stateOf(key)
    },
    /** Every attempt of one snapshot, the first one first, with answers and receipts as they came. */
    attempts: (key: string) => deliveries.attempts(key),
    close: () => receiver.close(),
  }
}

/** Within it, what another publisher has sent is not looked for again: of days in a row every group of each would ask. It sends the same, which is taken once. */
const LOOKED_MS_MAX = 2_000

/** Every other trouble is about the way or the receiver as a whole, and holds the group's order. */
const concernsOneDate = (code: Standing['code']) => code === 'missing-revision'

/** Parked until a person has mended it. What a revoked key signed cannot be mended: the next revision is the mending. */
const holdsWhatFollows = ({ settled, code }: Standing) => settled === 'refused' && code !== 'revoked-key'

const supersedes = (later: Parcel, earlier: Parcel) =>
  later.group === earlier.group && later.date === earlier.date && later.revision > earlier.revision

export type Delivery = ReturnType<typeof deliverWith>
