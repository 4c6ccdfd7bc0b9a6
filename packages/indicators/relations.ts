import type { Catalogues } from '@ioc/catalogues'
import type { ScopeMap } from './scopes.ts'

/** A scope and those whose counts added up are its own: who knows all of these numbers but one can work out the last. */
export type Relation = { whole: string; parts: readonly string[] }

/**
 * How the scopes of a map add up. A unit is itself and the units right below it; it is also the sum over its levels; and a level is the
 * sum of that level in each of the units below. A unit that changed its parent in between is a part of both.
 */
export const relationsOf = (catalogues: Catalogues, { of }: ScopeMap): Relation[] => {
  const relations = new Map<string, { whole: string; parts: Set<string> }>()
  const add = (by: string, whole: string, part: string | undefined) => {
    if (part === undefined) return
    const name = `${by} ${whole}`
    const relation = relations.get(name) ?? { whole, parts: new Set<string>() }
    relation.parts.add(part)
    relations.set(name, relation)
  }
  catalogues.changeDays.forEach((since, stretch) => {
    for (const { code, level } of catalogues.unitsOn(since)) {
      const mine = of.get(`${code}/${stretch}`) ?? []
      const ofLevel = (unit: string) => mine.find((key) => key === `${unit}/${level}`)
      // The unit itself, then those above it, each with all below it.
      const units = mine.filter((key) => !key.includes('/'))
      units.forEach((unit, index) => {
        const below = units[index - 1]
        add('units', unit, below ?? ofLevel(unit))
        add('levels', unit, ofLevel(unit))
        const whole = ofLevel(unit)
        if (whole !== undefined && below !== undefined) add('level', whole, ofLevel(below) ?? below)
      })
    }
  })
  return [...relations.values()]
    .filter(({ whole, parts }) => !parts.has(whole))
    .map(({ whole, parts }) => ({ whole, parts: [...parts] }))
}
