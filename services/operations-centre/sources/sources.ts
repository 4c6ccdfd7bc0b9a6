import { FIRST_SOURCES } from '@ioc/push-keys'
import type { SourceControl } from '@ioc/schemas/control/source-control.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { PushWindow, ReadByProducer } from '@ioc/source/told-by-producers.ts'
import { turnedAwayText } from '@ioc/source/turned-away.ts'
import type { WindowCounts } from '@ioc/source/window.ts'
import { type Heard, sourceKey } from '../pulse/tally.ts'
import { type Freshness, freshnessOf } from './freshness.ts'
import type { Progress } from './progress.ts'
import type { RejectCount } from './rejects.ts'

/** Whether a source is held at its producer, since when, by whom and why; the newest word of `source-control.v1`. */
export type Control = Pick<SourceControl, 'state' | 'by' | 'why' | 'lastReason' | 'counts'> & {
  since: string
}

/** One source of events, as far as the river knows it. Null is unknown, never zero. */
export type Source = {
  source: string
  contract: string | null
  freshness: Freshness
  lastArrivalAt: string | null
  lastEventAt: string | null
  rhythmSeconds: number | null
  /** Of the contract's streams those it tells; null: all, or it never spoke. */
  streams: readonly string[] | null
  /** From when on it tells everything; null: it does not say, or says that it tells of all there ever was. */
  completeFrom: string | null
  completeUpTo: string | null
  emitted: number | null
  rejected: number | null
  simulated: boolean | null
  /** What its producer does with it now, where a producer reads it by itself and answers. */
  producer: ReadByProducer['state'] | null
  /** Why its producer cannot read it now, in English, and since when; null: it can, or nobody says so. */
  fault: { text: string; since: string | null } | null
  /** The last thing that was odd about it and stopped nothing, in English. */
  notice: { text: string } | null
  /** What the ledger holds of it, replays of operators aside. */
  ledger: { records: number; rejected: number } | null
  identityConflicts: number | null
  /** What its push door counted of its last events, at most 1,000; while it is held, of those before the hold. */
  window: { events: number; rejected: number } | null
  /** Null: nobody ever held or released it. */
  control: Control | null
  /** Why its records were rejected, the most frequent reason first. */
  rejects: RejectCount[] | null
}

/** A push door states no rhythm; that it is used at least daily is assumed. */
const PUSH_RHYTHM_SECONDS = 86_400

type Known = {
  progress: readonly Progress[]
  heard: ReadonlyMap<string, Heard>
  controls?: readonly SourceControl[]
  windows?: readonly PushWindow[]
  /** What producers tell of those they read. */
  producers?: readonly ReadByProducer[]
  /** Null: not counted yet. */
  conflicts?: ReadonlyMap<string, number> | null
  rejects?: ReadonlyMap<string, RejectCount[]> | null
  nowMs: number
}

const byKey = <Each extends { source: string; contract: string }>(list: readonly Each[]) =>
  new Map(list.map((each) => [sourceKey(each.source, each.contract), each]))

/** Every source ever heard, with those that are configured and silent; by contract of its events, then by name. */
export function listSources(known: Known): Source[] {
  const { heard, windows = [], producers = [], conflicts = null, rejects = null, nowMs } = known
  const said = byKey(known.progress)
  const controlled = byKey(known.controls ?? [])
  const counted = byKey(windows)
  const read = byKey(producers)
  // Listed before anyone has ever spoken through them: the first ones, and those a producer has a key for.
  const pushed = new Set([...FIRST_SOURCES, ...windows].map((each) => sourceKey(each.source, each.contract)))
  const keys = [said, heard, pushed, controlled, read].flatMap((each) => [...each.keys()])
  return [...new Set(keys)]
    .map((key): Source => {
      const [source, contract] = key.split(' ') as [string, string]
      const word = said.get(key)
      const reader = read.get(key)
      const ofLedger = heard.get(key)
      const lastEventMs = ofLedger?.lastMs ?? null
      const lastArrivalMs = latest(lastEventMs, word?.toldMs ?? null)
      const rhythmSeconds =
        word?.rhythmSeconds ?? reader?.rhythmSeconds ?? (pushed.has(key) ? PUSH_RHYTHM_SECONDS : null)
      return {
        source,
        contract,
        freshness: freshnessOf(lastArrivalMs, rhythmSeconds, nowMs),
        lastArrivalAt: iso(lastArrivalMs),
        lastEventAt: iso(lastEventMs),
        rhythmSeconds,
        streams: word && word.streams.length > 0 ? word.streams : null,
        completeFrom: iso(word?.completeFromMs),
        completeUpTo: iso(word?.completeUpToMs ?? reader?.completeUpToMs),
        emitted: word?.emitted ?? reader?.emitted ?? null,
        rejected: word?.rejected ?? reader?.rejected ?? null,
        simulated: word?.simulated ?? reader?.simulated ?? null,
        producer: reader?.state ?? null,
        fault: reader?.error ? { text: reader.error, since: iso(reader.errorSinceMs) } : null,
        notice: noticeOf(reader, counted.get(key)),
        ledger: ofLedger ? { records: ofLedger.records, rejected: ofLedger.rejected } : null,
        identityConflicts: lastEventMs !== null && conflicts ? (conflicts.get(key) ?? 0) : null,
        window: windowOf(controlled.get(key), counted.get(key)?.counts),
        control: controlOf(controlled.get(key)),
        rejects: rejects && (rejects.get(key) ?? []),
      }
    })
    .sort((a, b) => compare(a.contract ?? '~', b.contract ?? '~') || compare(a.source, b.source))
}

/** The last odd thing about one that is read; of one that pushes, that its bodies could not be taken. */
const noticeOf = (reader: ReadByProducer | undefined, door: PushWindow | undefined) => {
  if (reader?.notice) return { text: reader.notice }
  return door?.turnedAway ? { text: turnedAwayText(door.turnedAway) } : null
}

/** A door that does not answer may still have said what it counted when it held. */
const windowOf = (control: SourceControl | undefined, counts: WindowCounts | undefined) => {
  const known = counts ?? (control?.state === 'held' ? control.counts : null)
  return known ? { events: known.events, rejected: known.rejected } : null
}

const controlOf = (control: SourceControl | undefined): Control | null =>
  control
    ? {
        state: control.state,
        since: control.at,
        by: control.by,
        why: control.why,
        lastReason: control.lastReason,
        counts: control.counts,
      }
    : null

const latest = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b))
const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : toIso(ms))
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
