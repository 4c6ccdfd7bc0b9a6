import {
  judgeChange,
  judgeFreshness,
  judgeHeld,
  judgeLag,
  judgeMissing,
  judgeRejects,
  judgeValue,
  notJudged,
  type Observation,
  type ReadRejects,
  type ReadSource,
  type ReadValue,
} from '@ioc/alerts'
import { nearestCodes } from '@ioc/catalogues/nearest.ts'
import { ClickHouseError } from '@ioc/clickhouse'
import { periodAround, periodBefore } from '@ioc/indicators'
import type { Log } from '@ioc/log'
import type { About } from '@ioc/schemas/alerts/index.ts'
import { dayOf } from '@ioc/schemas/events/instant.ts'
import type { Source } from '../sources/sources.ts'
import type { NotKnown, RuleValues } from './values.ts'

export type ObservingDoors = {
  values: RuleValues
  /** Every source that is known, by name at least. */
  sources(): Promise<Source[]>
  /** Why nothing can be said of sources now; null: it can. */
  sourcesAway(): 'engine-away' | 'not-yet-known' | null
  /** `away`: whoever would know did not answer the last time. */
  lag(of: Extract<About, { kind: 'lag' }>['of']): Promise<{ amount: number | null; away: boolean }>
  rejects(minutes: number): Promise<ReadRejects[]>
  businessNow(): number
  log: Log
}

type Of<Kind extends About['kind']> = Extract<About, { kind: Kind }>

/**
 * What a rule says now, of each of its subjects. That it could not be told is an observation too, never silence.
 * @param open subjects it has alerts of, which are looked at although nothing is heard of them
 */
export const observe = async (
  doors: ObservingDoors,
  about: About,
  open: readonly string[] = [],
): Promise<Observation[]> => {
  try {
    return await look(doors, about, open)
  } catch (error) {
    if (error instanceof ClickHouseError) return [notJudged(wholeOf(about), 'engine-away')]
    doors.log.error({ err: error, kind: about.kind }, 'a rule of alerts could not be looked at')
    return [notJudged(wholeOf(about), 'our-fault')]
  }
}

/** What a rule is about as a whole, where its subjects cannot be told. */
const wholeOf = (about: About): string =>
  'scope' in about ? about.scope : 'source' in about ? about.source : about.of

const look = async (doors: ObservingDoors, about: About, open: readonly string[]): Promise<Observation[]> => {
  switch (about.kind) {
    case 'value':
      return [await ofValue(doors, about, (read) => judgeValue(about, read))]
    case 'missing':
      return [await ofValue(doors, about, (read) => judgeMissing(about, read))]
    case 'change':
      return [await ofChange(doors, about)]
    case 'freshness':
      return (await sourcesOf(doors, about.source)).map((each) =>
        'verdict' in each ? each : judgeFreshness(about, each),
      )
    case 'held':
      return (await sourcesOf(doors, about.source)).map((each) =>
        'verdict' in each ? each : judgeHeld(each),
      )
    case 'lag':
      return [judgeLag(about, await doors.lag(about.of))]
    case 'rejects':
      return ofRejects(doors, about, open)
  }
}

const isNotKnown = (read: ReadValue | NotKnown): read is NotKnown => 'whyNot' in read

const ofValue = async (
  { values }: ObservingDoors,
  about: Of<'value' | 'missing'>,
  judge: (read: ReadValue) => Observation,
): Promise<Observation> => {
  const read = await values.read(about)
  return isNotKnown(read) ? notJudged(about.scope, read.whyNot, {}, read.detail) : judge(read)
}

const ofChange = async (
  { values, businessNow }: ObservingDoors,
  about: Of<'change'>,
): Promise<Observation> => {
  const today = dayOf(businessNow())
  const now = await values.read(about, today)
  if (isNotKnown(now)) return notJudged(about.scope, now.whyNot, {}, now.detail)
  const period = { ...periodAround(about.period, today), to: today }
  const before = await values.read(about, periodBefore(period).to)
  // The scope is of today's tree alone: there was nothing before it.
  return isNotKnown(before) ? notJudged(about.scope, 'nothing-before') : judgeChange(about, now, before)
}

const sourcesOf = async (doors: ObservingDoors, name: string): Promise<(ReadSource | Observation)[]> => {
  const away = doors.sourcesAway()
  if (away) return [notJudged(name, away)]
  const all = await doors.sources()
  const mine = all
    .filter(({ source }) => name === '*' || source === name)
    .map(({ source, contract, freshness, control }) => ({
      ...{ source, contract, freshness },
      held: control?.state === 'held',
    }))
  return mine.length > 0 ? mine : [unknownSource(name, all)]
}

export const nearestSources = (name: string, known: readonly Pick<Source, 'source'>[]): string[] =>
  nearestCodes(name, [...new Set(known.map(({ source }) => source))])

export const unknownSourceDetail = (name: string, known: readonly Pick<Source, 'source'>[]): string => {
  const names = [...new Set(known.map(({ source }) => source))]
  const near = nearestSources(name, known)
  const hint =
    near.length > 0 ? `; did you mean ${near.join(', ')}?` : `; known are ${names.slice(0, 20).join(', ')}`
  return `no source ${name} was ever heard${hint}`
}

const unknownSource = (name: string, known: readonly Source[]): Observation =>
  notJudged(name, 'unknown-source', {}, unknownSourceDetail(name, known))

const ofRejects = async (
  doors: ObservingDoors,
  about: Of<'rejects'>,
  open: readonly string[],
): Promise<Observation[]> => {
  const rows = await doors.rejects(about.minutes)
  const wanted = about.source === '*' ? open : [about.source]
  const silent = wanted.filter((name) => !rows.some(({ source }) => source === name))
  return [
    ...rows.filter(({ source }) => about.source === '*' || source === about.source),
    ...silent.map((source) => ({ source, records: 0, rejected: 0 })),
  ].map((row) => judgeRejects(about, row))
}
