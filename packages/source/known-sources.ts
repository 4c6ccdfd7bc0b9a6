import { PORT_OFFSETS, type ServiceName } from '@ioc/config'
import type { Kafka } from '@ioc/kafka'
import type { SourceControl } from '@ioc/schemas/control/source-control.ts'
import { readControls } from './control-log.ts'

/** A source as Kafka, its producer and the operations centre know it; null is unknown: that part did not answer, or never heard of it. */
export type KnownSource = {
  source: string
  contract: string
  /** off: connected, and turned on nowhere in this data folder. */
  state: 'held' | 'flowing' | 'off'
  /** What its producer does with it now: reading, waiting, finished; for a push door open. */
  producer: string | null
  freshness: string | null
  lastArrivalAt: string | null
  completeUpTo: string | null
  emitted: number | null
  rejected: number | null
  heldSince: string | null
  heldBy: string | null
  why: string | null
  lastReason: SourceControl['lastReason']
  /** Why its producer cannot read it now. */
  error: string | null
}

/** A source nobody heard of yet; `state` says why. */
export const unheard = (source: string, contract: string, state: 'off' | 'flowing'): KnownSource => ({
  ...{ source, contract, state, producer: null, freshness: null, lastArrivalAt: null, completeUpTo: null },
  ...{
    emitted: null,
    rejected: null,
    heldSince: null,
    heldBy: null,
    why: null,
    lastReason: null,
    error: null,
  },
})

type FromProducer = {
  name: string
  contract: string
  state: string
  emitted?: number
  rejected?: number
  error?: string | null
}
type FromCentre = Pick<
  KnownSource,
  'source' | 'contract' | 'freshness' | 'lastArrivalAt' | 'completeUpTo' | 'emitted' | 'rejected'
>

const ANSWER_MS_MAX = 3_000
export const PRODUCERS: readonly ServiceName[] = [
  'dossier-producer',
  'hotline-producer',
  'survey-producer',
  'figure-producer',
]

/** Every source anybody knows of: held or not is Kafka's word alone, the rest is asked of the services, as far as they answer. */
export const readKnownSources = async (
  kafka: Kafka,
  at: { host: string; portBase: number },
): Promise<{ sources: KnownSource[]; silent: ServiceName[] }> => {
  const silent: ServiceName[] = []
  const ask = async <T>(service: ServiceName): Promise<T | null> => {
    try {
      const answer = await fetch(`http://${at.host}:${at.portBase + PORT_OFFSETS[service]}/v1/sources`, {
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      })
      if (answer.ok) return (await answer.json()) as T
    } catch {
      // Down or too slow: what it would add is shown as unknown, and said.
    }
    silent.push(service)
    return null
  }
  const [controls, centre, ...producers] = await Promise.all([
    readControls(kafka),
    ask<{ sources: FromCentre[] }>('operations-centre'),
    ...PRODUCERS.map((name) => ask<{ sources: FromProducer[]; push?: FromProducer[] }>(name)),
  ])
  const told = producers.flatMap((each) => [...(each?.sources ?? []), ...(each?.push ?? [])])
  const byKey = <T>(list: readonly T[], key: (each: T) => string) =>
    new Map(list.map((each) => [key(each), each]))
  const ofProducer = byKey(told, ({ name, contract }) => `${name}/${contract}`)
  const ofCentre = byKey(centre?.sources ?? [], ({ source, contract }) => `${source}/${contract}`)

  const sources = [...new Set([...controls.keys(), ...ofProducer.keys(), ...ofCentre.keys()])]
    .sort()
    .map((key): KnownSource => {
      const [source, contract] = key.split('/') as [string, string]
      const hold = controls.get(key)?.state === 'held' ? controls.get(key)! : null
      const [mine, seen] = [ofProducer.get(key), ofCentre.get(key)]
      return {
        ...unheard(source, contract, 'flowing'),
        ...(hold ? { state: 'held' } : {}),
        producer: mine?.state ?? null,
        freshness: seen?.freshness ?? null,
        lastArrivalAt: seen?.lastArrivalAt ?? null,
        completeUpTo: seen?.completeUpTo ?? null,
        emitted: mine?.emitted ?? seen?.emitted ?? null,
        rejected: mine?.rejected ?? seen?.rejected ?? null,
        heldSince: hold?.at ?? null,
        heldBy: hold?.by ?? null,
        why: hold?.why ?? null,
        lastReason: hold?.lastReason ?? null,
        error: mine?.error ?? null,
      }
    })
  return { sources, silent }
}
