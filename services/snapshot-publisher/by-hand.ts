import type { ClickHouse } from '@ioc/clickhouse'
import { type Bodies, cutKey, type Earlier } from '@ioc/cuts'
import type { CutNumbers, Group } from '@ioc/indicators'
import type { Kafka } from '@ioc/kafka'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import type { SnapshotBody } from '@ioc/schemas/snapshot/snapshot.ts'
import { changedCells, kidOfBytes } from '@ioc/snapshot'
import type { CutLog } from './cut-log.ts'
import { reaches } from './examined.ts'
import type { openFirstCuts } from './first-cuts.ts'
import { daysOf } from './horizon.ts'
import type { openLedgerWait } from './ledger-wait.ts'
import type { Outbox, Posted } from './outbox.ts'
import { watermarkNow, watermarkOfLedger } from './watermark.ts'

/**
 * What a person says when publishing: one group only; why a day that is published already is published anew; and up to which date they will ask
 * for the days behind this one: all of those are cut at one "now" and counted together.
 */
export type ByHand = { group?: string; reason?: string; upTo?: string }

/** What would be published now, whole, and how many values differ from the newest revision. */
export type Preview = {
  group: string
  date: string
  revision: number
  supersedes: CutRecord['supersedes']
  reason: CutRecord['reason']
  changed: number
  values: number
  body: SnapshotBody
}

/** Nothing was published, because there is nothing new to say. */
export class NothingChanged extends Error {
  override readonly name = 'NothingChanged'
}

/** Days further apart than this are no row: what came in between belongs into their cut. */
const ROW_MS_MAX = 60_000

/** Publishing by a person's word, and looking beforehand at what that would say. */
export const openByHand = (doors: {
  kafka: Kafka
  clickhouse: ClickHouse
  groups: readonly Group[]
  cuts: CutLog
  outbox: Outbox
  bodies: Bodies
  earlier: Earlier
  firstCut: ReturnType<typeof openFirstCuts>['firstCut']
  ledgerHolds: ReturnType<typeof openLedgerWait>
  /** Whether nothing that this key signed is believed any more. */
  isRevoked(kid: string): boolean
  /** The catalogues in force. */
  versionNow(): string
  publish(cut: CutRecord): Promise<Posted>
  proposeAndPublish(cut: CutRecord, numbers?: CutNumbers): Promise<Posted>
}) => {
  const { kafka, clickhouse, groups, cuts, outbox, bodies, earlier, firstCut } = doors

  const refresh = async () => {
    await cuts.refresh()
    await outbox.refresh()
  }
  const chosen = (group?: string): readonly Group[] =>
    group === undefined ? groups : groups.filter(({ id }) => id === group)

  const changesAgainst = async (key: string, { values }: CutNumbers) =>
    changedCells((await earlier.body(key)).values, values)

  /** What a revoked key signed is believed by nobody: the same, signed anew, is something new to say. */
  const isBelieved = async (key: string) => !doors.isRevoked(kidOfBytes(await outbox.bytesOf(key)) ?? '')

  /** A revision by a person's word, by the rules at hand; null if it would say the same. */
  const anew = async (
    group: Group,
    last: CutRecord,
    watermark: CutRecord['cut']['watermark'],
    text: string,
  ) => {
    // The "now" of a row of days may be behind a revision that was published since, and no revision goes back behind what it replaces.
    const now = reaches(watermark, last.cut.watermark) ? watermark : await watermarkNow(kafka)
    await doors.ledgerHolds(now)
    const { key, revision, digest } = await doors.publish(last)
    const first = firstCut(group, last.date, now, { code: 'published-by-hand', text })
    const numbers = await bodies.numbers(group, last.date, first.cut)
    if ((await changesAgainst(key, numbers)).length === 0 && (await isBelieved(key))) return null
    const cut = { ...first.cut, cutNote: null }
    return doors.proposeAndPublish(
      { ...first, cut, revision: revision + 1, supersedes: { revision, digest } },
      numbers,
    )
  }

  /**
   * Published with a person's reason, or null if there is nothing new to say. Where another publisher's cut came first, its reason stands there and not
   * this one: then what is new against that cut is told, as of a later "now" than its. `overtakenBy`: such cuts are added to it.
   */
  const withReason = async (
    group: Group,
    date: string,
    watermark: CutRecord['cut']['watermark'],
    text: string,
    overtakenBy: CutRecord[],
  ): Promise<Posted | null> => {
    const last = cuts.newest(group.id, date)
    const posted = last
      ? await anew(group, last, watermark, text)
      : await doors.proposeAndPublish(firstCut(group, date, watermark, { code: 'backfill', text }))
    const cut = posted && cuts.get(posted.key)
    if (!cut || cut.reason.text === text) return posted
    overtakenBy.push(cut)
    const later = await watermarkNow(kafka)
    return withReason(group, date, later, text, overtakenBy)
  }

  /** The days that are asked for in a row, and the "now" they are cut at. */
  let row: {
    upTo: string
    last: string
    askedAtMs: number
    watermark: CutRecord['cut']['watermark']
  } | null = null
  const watermarkFor = async (date: string, upTo: string | undefined, isShared: boolean) => {
    const isOfRow =
      row !== null && upTo === row.upTo && date > row.last && performance.now() - row.askedAtMs < ROW_MS_MAX
    const watermark = isOfRow && row ? row.watermark : await watermarkNow(kafka)
    row = upTo === undefined ? null : { upTo, last: date, askedAtMs: performance.now(), watermark }
    if (!isOfRow) {
      await doors.ledgerHolds(watermark)
      if (isShared || upTo !== undefined)
        bodies.expect(watermark, daysOf(date, upTo ?? date), doors.versionNow())
    }
    return watermark
  }

  return {
    /**
     * Closes a date at "now": a date that has a cut already keeps it, unless a person gives a reason to publish it anew.
     * @throws NothingChanged if a reason is given and no value is another than in the newest revision, whose key is believed; it says so where
     * another publisher's revision came in between
     */
    close: async (
      date: string,
      { group: only, reason, upTo }: ByHand,
      onPosted: (posted: Posted) => void = () => {},
    ): Promise<Posted[]> => {
      await refresh()
      const closed: Posted[] = []
      const done = (posted: Posted) => {
        closed.push(posted)
        onPosted(posted)
      }
      const isDone = chosen(only).every(({ id }) => cuts.newest(id, date)) && reason === undefined
      const watermark = isDone ? [] : await watermarkFor(date, upTo, only === undefined)
      const overtakenBy: CutRecord[] = []
      for (const group of chosen(only)) {
        const last = cuts.newest(group.id, date)
        if (reason !== undefined) {
          const posted = await withReason(group, date, watermark, reason, overtakenBy)
          if (posted) done(posted)
        } else if (last) done(await doors.publish(last))
        else {
          const why = { code: 'backfill' as const, text: null }
          done(await doors.proposeAndPublish(firstCut(group, date, watermark, why)))
        }
      }
      if (closed.length === 0)
        throw new NothingChanged(
          [`no value of ${date} is another than in its newest revision`, ...overtakenBy.map(inWords)].join(
            '; ',
          ),
        )
      return closed
    },

    /** What `close` with a reason would publish now. Nothing is written. */
    preview: async (date: string, only?: string): Promise<Preview[]> => {
      await refresh()
      const watermark = await watermarkOfLedger(clickhouse)
      const previews: Preview[] = []
      for (const group of chosen(only)) {
        const last = cuts.newest(group.id, date)
        const posted = last && outbox.get(cutKey(last))
        const code = posted ? ('late-events' as const) : ('backfill' as const)
        const first = firstCut(group, date, watermark, { code, text: null })
        const supersedes = posted ? { revision: posted.revision, digest: posted.digest } : null
        const cut = { ...first, revision: (posted?.revision ?? 0) + 1, supersedes }
        const body = await bodies.of(cut, group)
        previews.push({
          ...{ group: group.id, date, revision: cut.revision, supersedes, reason: cut.reason },
          changed: body.changes?.length ?? 0,
          values: body.values.length,
          body,
        })
      }
      return previews
    },
  }
}

const inWords = (cut: CutRecord): string =>
  `${cutKey(cut)} was published meanwhile by another publisher, for its own reason (${cut.reason.text ?? cut.reason.code}), and the reason given here is in no revision`
