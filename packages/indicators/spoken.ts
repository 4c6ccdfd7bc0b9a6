import type { Catalogues, UnitLevel } from '@ioc/catalogues'
import { topicsBeside } from '@ioc/schemas'
import type { Scope, ScopeMap } from './scopes.ts'

/** What sources have said of a contract, as of the same cut: for which units, complete up to when (epoch ms), simulated or not. */
export type Said = { units: readonly string[]; completeUpToMs: number; simulated: boolean }

/** By contract what each of its sources said. */
export type Spoken = ReadonlyMap<string, readonly Said[]>

/**
 * How far the units of a scope are spoken for, epoch ms: the one that is furthest (-1: none is), and the one furthest behind (-1:
 * for one of them nobody speaks). Whether any source that speaks simulates.
 */
export type Heard = { reachMs: number; completeUpToMs: number; simulated: boolean }

type Days = { from: string; to: string }

/** A unit during one stretch of the tree. */
type Life = {
  key: string
  code: string
  level: UnitLevel
  /** First day of the stretch, and the first day after it. */
  since: string
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
 * each other where the scope holds them, and a unit that was heard to its end has handed its subjects on to its heir.
 */
export const openHeard = (catalogues: Catalogues, spoken: Spoken, map: ScopeMap) => {
  const lives = livesIn(catalogues)
  const held = heldIn(lives)(map)
  const direct = kept((contract: string) =>
    directly(
      lives,
      topicsBeside(contract).flatMap((topic) => spoken.get(topic) ?? []),
    ),
  )
  const within = kept((contract: string) =>
    kept((scope: string) => {
      const mine = held.get(scope) ?? new Map<string, Life>()
      return [...mine.values()].map((life) => ({ life, heard: withKin(life, mine, direct(contract)) }))
    }),
  )
  return {
    /** For what is counted in a scope and a period. */
    ofScope: (contract: string, { key }: Scope, period: Days): Heard =>
      together(mustSpeak(within(contract)(key), period)),
    /** For what is reported of a scope's unit as a whole. */
    ofUnit(contract: string, { key, unit }: Scope): Heard {
      const all = within(contract)(key)
      const own = all.filter(({ life }) => life.code === unit.code).map(({ heard }) => heard)
      return { ...furthest([NOTHING, ...own]), simulated: all.some(({ heard }) => heard.simulated) }
    },
  }
}

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
    ...heirs.map((heir) => direct.get(heir)!),
    ...(isWhole ? [together(life.before.map((key) => direct.get(key)!))] : []),
  ])
}

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
      lives.set(key, { key, code, level, since, until: days[stretch + 1] ?? null, named, heirs, before: [] })
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

/** What sources say of each life that they name, or that stands below one they name. */
const directly = (lives: ReadonlyMap<string, Life>, said: readonly Said[]): ReadonlyMap<string, Heard> =>
  new Map(
    [...lives.values()].map(({ key, named }) => {
      const mine = said.filter(({ units }) => units.some((unit) => named.includes(unit)))
      const untilMs = Math.max(-1, ...mine.map(({ completeUpToMs }) => completeUpToMs))
      const simulated = mine.some((each) => each.simulated)
      return [key, { reachMs: untilMs, completeUpToMs: untilMs, simulated }]
    }),
  )

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
const kept = <Answer>(ask: (word: string) => Answer): ((word: string) => Answer) => {
  const known = new Map<string, { answer: Answer }>()
  return (word) => {
    const before = known.get(word) ?? { answer: ask(word) }
    known.set(word, before)
    return before.answer
  }
}
