import type { Catalogues, UnitLevel } from '@ioc/catalogues'
import { topicsBeside } from '@ioc/schemas'
import type { Scope, ScopeMap } from './scopes.ts'

/**
 * What sources have said of a contract, as of the same cut: for which units, of which of its streams (none named: of all), complete from
 * when (null: it did not say, and tells of all there ever was) up to when (epoch ms), simulated or not.
 */
export type Said = {
  units: readonly string[]
  streams?: readonly string[]
  completeFromMs?: number | null
  completeUpToMs: number
  simulated: boolean
}

/** By contract what each of its sources said. */
export type Spoken = ReadonlyMap<string, readonly Said[]>

/**
 * How far the units of a scope are spoken for without a gap from the beginning of a period on, epoch ms: the one that is furthest
 * (-1: of none its beginning is told), and the one furthest behind (-1: for one of them nobody speaks). Whether any source that
 * speaks simulates.
 */
export type Heard = { reachMs: number; completeUpToMs: number; simulated: boolean }

type Days = { from: string; to: string }

/** What is asked about: a contract, and of one with streams the one that is meant. Who names streams says nothing of the contract as a whole. */
export type Subject = { contract: string; stream?: string | undefined }

/** A unit during one stretch of the tree. */
type Life = {
  key: string
  code: string
  level: UnitLevel
  /** First day of the stretch, and the first day after it. */
  since: string
  /** The instant it began, epoch ms; of the first stretch none: what was before is not known to be otherwise. */
  bornMs: number
  until: string | null
  /** Codes whose word is a word for the unit: its own and those above it. */
  named: readonly string[]
  /** What stands in its place in later stretches, and in whose place it stands. */
  heirs: string[]
  before: string[]
}

/**
 * What was said for the scopes of a map. A source speaks for the units it names and for all below them, never for those above or
 * beside. A scope is heard through each of its units that lives in the period. Units that were merged and their heir are heard for
 * each other where the scope holds them, and a unit that was heard to its end has handed its subjects on to its heir. A source that
 * says from when it speaks is not heard of a period that begins before; where another goes on where one ends, both are one word.
 */
export const openHeard = (catalogues: Catalogues, spoken: Spoken, map: ScopeMap) => {
  const lives = livesIn(catalogues)
  const held = heldIn(lives)(map)
  /** An upcast version of a contract is told of by its own topic. */
  const saidOf = kept((subject: string): readonly Said[] => {
    const [contract, stream] = subject.split(' ')
    return topicsBeside(contract!)
      .flatMap((topic) => spoken.get(topic) ?? [])
      .filter(
        ({ streams = [] }) => streams.length === 0 || (stream !== undefined && streams.includes(stream)),
      )
  })
  const beginnings = kept((subject: string) =>
    [...new Set(saidOf(subject).map(beginningOf))].sort((a, b) => a - b),
  )
  const toldFrom = kept((subject: string) =>
    kept((fromMs: number) => toldUntil(lives, saidOf(subject), fromMs)),
  )
  /** Instants between which no source begins to speak are asked once. */
  const told = (subject: string, fromMs: number) =>
    toldFrom(subject)(beginnings(subject).findLast((ms) => ms <= fromMs) ?? Number.NEGATIVE_INFINITY)
  const direct = kept((subject: string) =>
    kept((fromMs: number) => {
      const since = kept((bornMs: number) => told(subject, Math.max(fromMs, bornMs)))
      const begun = told(subject, fromMs)
      return new Map(
        [...lives.values()].map(({ key, bornMs }): [string, Heard] => {
          const { untilMs: reachMs, simulated } = begun.get(key)!
          return [key, { reachMs, completeUpToMs: since(bornMs).get(key)!.untilMs, simulated }]
        }),
      )
    }),
  )
  const within = kept((subject: string) =>
    kept((scope: string) => {
      const mine = held.get(scope) ?? new Map<string, Life>()
      const bornMs = Math.min(...[...mine.values()].map((life) => life.bornMs))
      const from = kept((fromMs: number) =>
        [...mine.values()].map((life) => ({ life, heard: withKin(life, mine, direct(subject)(fromMs)) })),
      )
      // Of the time before there was such a unit there is nothing to tell.
      return (fromMs: number) => from(Math.max(fromMs, bornMs))
    }),
  )
  return {
    /** For what is counted in a scope and a period. */
    ofScope: (subject: Subject, { key }: Scope, period: Days): Heard =>
      together(mustSpeak(within(wordOf(subject))(key)(beginMs(period.from)), period)),
    /** For what is reported of a scope's unit as a whole: in a period, or (null) whatever period is stated, since that is told whole. */
    ofUnit(subject: Subject, { key, unit }: Scope, period: Days | null): Heard {
      const all = within(wordOf(subject))(key)(period ? beginMs(period.from) : Number.POSITIVE_INFINITY)
      const own = all.filter(({ life }) => life.code === unit.code).map(({ heard }) => heard)
      return { ...furthest([NOTHING, ...own]), simulated: all.some(({ heard }) => heard.simulated) }
    },
  }
}

/** One word for what is asked about, to remember answers by; neither half holds a space. */
const wordOf = ({ contract, stream }: Subject) => (stream === undefined ? contract : `${contract} ${stream}`)

const NOTHING: Heard = { reachMs: -1, completeUpToMs: -1, simulated: false }

/** Those that live in the period; where none does, all, since their subjects go on. The province itself only where it stands alone. */
const mustSpeak = (all: readonly { life: Life; heard: Heard }[], { from, to }: Days): readonly Heard[] => {
  const below = all.filter(({ life }) => life.level !== 'province')
  const units = below.length > 0 ? below : all
  const living = units.filter(({ life: { since, until } }) => since <= to && (until === null || from < until))
  return (living.length > 0 ? living : units).map(({ heard }) => heard)
}

/** Different units together are complete as far as the one furthest behind. */
const together = (heard: readonly Heard[]): Heard => ({
  reachMs: Math.max(-1, ...heard.map(({ reachMs }) => reachMs)),
  completeUpToMs: heard.length === 0 ? -1 : Math.min(...heard.map(({ completeUpToMs }) => completeUpToMs)),
  simulated: heard.some(({ simulated }) => simulated),
})

/** Of one unit the furthest word counts. */
const furthest = (heard: readonly Heard[]): Heard => ({
  reachMs: Math.max(...heard.map(({ reachMs }) => reachMs)),
  completeUpToMs: Math.max(...heard.map(({ completeUpToMs }) => completeUpToMs)),
  simulated: heard.some(({ simulated }) => simulated),
})

/** A unit's own word, and what its heirs and those in whose place it stands say for it. */
const withKin = (life: Life, mine: ReadonlyMap<string, Life>, direct: ReadonlyMap<string, Heard>): Heard => {
  const own = direct.get(life.key)!
  const isHandedOn = life.until !== null && own.completeUpToMs >= beginMs(life.until) - 1
  const heirs = life.heirs.filter((heir) => isHandedOn || mine.has(heir))
  // One of several that were merged cannot speak for their heir; all of them can.
  const isWhole = life.before.length > 0 && life.before.every((key) => mine.has(key))
  return furthest([
    own,
    // What was not handed on the heir must tell from the beginning.
    ...heirs.map((heir) => direct.get(heir)!).map((said) => (isHandedOn ? said : fromBeginning(said))),
    ...(isWhole ? [together(life.before.map((key) => direct.get(key)!))] : []),
  ])
}

const fromBeginning = (heard: Heard): Heard => ({ ...heard, completeUpToMs: heard.reachMs })

const beginMs = (day: string) => Date.parse(`${day}T00:00:00+07:00`)

const livesOf = (catalogues: Catalogues): ReadonlyMap<string, Life> => {
  const days = catalogues.changeDays
  const lives = new Map<string, Life>()
  days.forEach((since, stretch) => {
    for (const { code, level, parent } of catalogues.unitsOn(since)) {
      const named = [code]
      for (let above = parent; above !== null; above = catalogues.unit(above, since)?.parent ?? null)
        named.push(above)
      const key = `${code}/${stretch}`
      const heirs = days.flatMap((day, later) =>
        later > stretch ? catalogues.successors(code, since, day).map((heir) => `${heir.code}/${later}`) : [],
      )
      const bornMs = stretch === 0 ? Number.NEGATIVE_INFINITY : beginMs(since)
      const until = days[stretch + 1] ?? null
      lives.set(key, { key, code, level, since, bornMs, until, named, heirs, before: [] })
    }
  })
  for (const life of lives.values()) for (const heir of life.heirs) lives.get(heir)!.before.push(life.key)
  return lives
}

/** The lives that fall into each scope, by their key. */
const heldBy = (lives: ReadonlyMap<string, Life>, map: ScopeMap) => {
  const held = new Map<string, Map<string, Life>>()
  for (const [key, scopes] of map.of)
    for (const scope of scopes) {
      const mine = held.get(scope) ?? new Map<string, Life>()
      held.set(scope, mine.set(key, lives.get(key)!))
    }
  return held
}

const beginningOf = ({ completeFromMs }: Said) => completeFromMs ?? Number.NEGATIVE_INFINITY

/** How far, from an instant on, sources tell each life that they name, or that stands below one they name, without a gap. */
const toldUntil = (
  lives: ReadonlyMap<string, Life>,
  said: readonly Said[],
  fromMs: number,
): ReadonlyMap<string, { untilMs: number; simulated: boolean }> => {
  const inOrder = said.toSorted((a, b) => beginningOf(a) - beginningOf(b))
  return new Map(
    [...lives.values()].map(({ key, named }) => {
      const mine = inOrder.filter(({ units }) => units.some((unit) => named.includes(unit)))
      let untilMs = -1
      // Complete up to the last millisecond of a day is followed by who begins with the next.
      for (const each of mine)
        if (beginningOf(each) <= Math.max(fromMs, untilMs + 1))
          untilMs = Math.max(untilMs, each.completeUpToMs)
      return [key, { untilMs, simulated: mine.some((each) => each.simulated) }]
    }),
  )
}

/** A thing is asked again as long as it lives: the tree of a catalogue, and the scopes of a map, do not change. */
const remembered = <Thing extends object, Answer>(ask: (thing: Thing) => Answer) => {
  const known = new WeakMap<Thing, { answer: Answer }>()
  return (thing: Thing): Answer => {
    const before = known.get(thing) ?? { answer: ask(thing) }
    known.set(thing, before)
    return before.answer
  }
}

const livesIn = remembered(livesOf)
const heldIn = remembered((lives: ReadonlyMap<string, Life>) =>
  remembered((map: ScopeMap) => heldBy(lives, map)),
)

/** The same answer again to the same word. */
export const kept = <Word, Answer>(ask: (word: Word) => Answer): ((word: Word) => Answer) => {
  const known = new Map<Word, { answer: Answer }>()
  return (word) => {
    const before = known.get(word) ?? { answer: ask(word) }
    known.set(word, before)
    return before.answer
  }
}
