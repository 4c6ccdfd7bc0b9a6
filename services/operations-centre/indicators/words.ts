import type { Catalogues } from '@ioc/catalogues'
import { nearestCodes } from '@ioc/catalogues/nearest.ts'
import {
  DATE_PERIODS,
  type DatePeriod,
  type Indicator,
  periodAround,
  periodsTo,
  readPeriod,
  type ScopeMap,
} from '@ioc/indicators'
import type { Fault } from '../routes/problem-codes.ts'
import { Refused } from '../routes/refused.ts'

/** @throws Refused (400) naming every fault, unless there is none */
export const refuseIfWrong = (faults: readonly Fault[]): void => {
  if (faults.length === 0) return
  const detail = faults.map(({ parameter, message }) => `${parameter}: ${message}`).join('; ')
  throw new Refused({ status: 400, code: 'wrong-parameter', detail, parameters: faults })
}

const didYouMean = (near: readonly string[]) =>
  near.length === 0 ? '' : `; did you mean ${near.join(', ')}?`

/** Indicators by id or by what ids begin with (`dossier`, `dossier.on-time`), several by comma; all where nothing is said. */
export const readIndicators = (
  text: string | undefined,
  known: readonly Indicator[],
  faults: Fault[],
): Indicator[] => {
  if (text === undefined) return [...known]
  const words = listOf(text)
  for (const word of words) {
    if (known.some(({ id }) => named(id, word))) continue
    const near = nearestIndicators(word, known)
    faults.push({
      parameter: 'indicator',
      message: `${word} is no indicator and no beginning of one${didYouMean(near)}`,
      code: 'unknown-indicator',
      about: { given: word, near: near.join(', ') },
    })
  }
  return known.filter(({ id }) => words.some((word) => named(id, word)))
}

const named = (id: string, word: string) => id === word || id.startsWith(`${word}.`)

export const nearestIndicators = (word: string, known: readonly Indicator[]): string[] => {
  const beginnings = known.flatMap(({ id }) => {
    const parts = id.split('.')
    return parts.map((_, k) => parts.slice(0, k + 1).join('.'))
  })
  return nearestCodes(word, new Set(beginnings))
}

/** Scope keys, several by comma; null for `*`, which is all of them. */
export const readScopes = (
  text: string,
  map: ScopeMap,
  catalogues: Catalogues,
  faults: Fault[],
): string[] | null => {
  if (text === '*') return null
  const keys = listOf(text)
  for (const key of keys)
    if (!map.scopes.has(key)) faults.push({ parameter: 'scope', ...unknownScope(key, map, catalogues) })
  return keys
}

const unknownScope = (key: string, map: ScopeMap, catalogues: Catalogues): Omit<Fault, 'parameter'> => {
  const [code = '', level] = key.split('/')
  const unit = catalogues.unitHistory(code).at(-1)
  if (level !== undefined && map.scopes.has(code)) {
    const levels = [...map.scopes.keys()].filter((each) => each.startsWith(`${code}/`))
    const allowed = levels.length > 0 ? `${levels.join(', ')} or ${code} as a whole` : `only ${code} itself`
    return {
      message: `${code} has no level ${JSON.stringify(level)}; allowed is ${allowed}`,
      code: 'unknown-level',
      about: { given: key, near: [...levels, code].join(', ') },
    }
  }
  if (unit && unit.validTo !== null)
    return {
      message: `${code} (${unit.name.vi}) is not in this tree: it ceased on ${unit.validTo}; ask with tree=then`,
      code: 'unit-ceased',
      about: { given: code, name: unit.name.vi, day: unit.validTo },
    }
  if (unit)
    return {
      message: `${code} (${unit.name.vi}) is not in this tree: it begins on ${unit.validFrom}`,
      code: 'unit-not-yet',
      about: { given: code, name: unit.name.vi, day: unit.validFrom },
    }
  const near = nearestCodes(
    code,
    [...map.scopes.keys()].filter((each) => !each.includes('/')),
  ).map((each) => {
    const name = map.scopes.get(each)?.unit.name.vi
    return `${each} (${name})`
  })
  const hint = didYouMean(near) || '.'
  return {
    message: `${key} is no unit of the province${hint} A scope is a unit (68, 676, 24769), one level below it (68/commune), several by comma, or *`,
    code: 'unknown-scope',
    about: { given: key, near: near.join(', ') },
  }
}

/** The periods asked for, the shortest first, all with one last day. */
export const readPeriods = (
  text: string | undefined,
  date: { text: string; given: boolean },
  faults: Fault[],
): DatePeriod[] => {
  if (text === undefined) return periodsTo(date.text)
  const kind = DATE_PERIODS.find((each) => each === text)
  if (kind) return [{ ...periodAround(kind, date.text), to: date.text }]
  const closed = readPeriod(text)
  if (!closed)
    faults.push({
      parameter: 'period',
      message: `is ${JSON.stringify(text)}; ${ALLOWED_PERIODS}`,
      code: 'unknown-period',
      about: { given: text },
    })
  else if (closed.to > date.text)
    faults.push({
      parameter: 'period',
      message: `${text} ends on ${closed.to}, after ${date.given ? 'the date asked for' : 'the business day'}, ${date.text}; ask for ${closed.kind} to date, or for a later date`,
      code: 'period-not-over',
      about: { given: text, day: closed.to, upTo: date.text },
    })
  return closed ? [closed] : []
}

export const ALLOWED_PERIODS = `allowed are ${DATE_PERIODS.join(', ')} (to date), or a closed one: 2024-06-30, 2024-06, 2024-Q2, 2024-H1, 2024`

const listOf = (text: string): string[] => [...new Set(text.split(',').map((word) => word.trim()))]
