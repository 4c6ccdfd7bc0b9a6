import { keep, type Outcome, type Reason } from '@ioc/schemas'
import type { CatalogueView, Contract, Versioned } from '@ioc/schemas/events/contract.ts'
import { isPersonalName } from '@ioc/schemas/personal-data.ts'
import type { z } from 'zod'
import { faultOf, givenOf } from './given-fields.ts'
import { pathText, reasonsOf } from './reasons.ts'

/** A record more than this ahead of its arrival would win for ever (design §4). */
const AHEAD_MS_MAX = 10 * 60_000

/** What a reader needs to judge one event's data. */
export type Judging = {
  catalogues: CatalogueView
  /** Business instant of arrival, epoch ms. */
  arrivedAtMs: number
  /** Strict refuses fields the contract does not know (producers); lenient keeps them in `extra` (aggregator). */
  mode: 'strict' | 'lenient'
}

type Judged = { data: Versioned; extra: Record<string, unknown> | null }

const personalInside = (value: unknown, path: PropertyKey[]): Reason[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, child]) => [
        ...(!Array.isArray(value) && isPersonalName(key)
          ? [
              {
                path: pathText([...path, key]),
                code: 'personal-data' as const,
                message: 'names a person or holds free text',
              },
            ]
          : []),
        ...personalInside(child, [...path, key]),
      ])

/** Takes unknown fields out of a copy of the input; gives them by dotted path. Depth is bounded by readJson. */
const takeOut = (input: Record<string, unknown>, issues: readonly z.core.$ZodIssueUnrecognizedKeys[]) => {
  const copy = structuredClone(input)
  const extra: Record<string, unknown> = {}
  const personal: Reason[] = []
  for (const issue of issues) {
    const at = issue.path.reduce<unknown>((o, k) => (o as Record<PropertyKey, unknown>)[k], copy) as Record<
      string,
      unknown
    >
    for (const key of issue.keys) {
      // Not spread into an argument list: that of a hundred thousand would not fit the stack.
      for (const reason of personalInside({ [key]: at[key] }, issue.path as PropertyKey[]))
        personal.push(reason)
      extra[[...issue.path, key].join('.')] = at[key]
      delete at[key]
    }
  }
  return { copy, extra, personal }
}

/** `__proto__` as a field: readers skip it without a word, and whatever it holds would pass. Depth is bounded by readJson. */
const carriesProto = (value: object): boolean => {
  if (Object.hasOwn(value, '__proto__')) return true
  for (const key in value) {
    const child = (value as Record<string, unknown>)[key]
    if (typeof child === 'object' && child !== null && carriesProto(child)) return true
  }
  return false
}

/** Judges an event's data by its contract, the catalogues and its arrival. Gives the parsed data, or every reason at once. */
export const judgeData = (
  contract: Contract,
  input: Record<string, unknown>,
  judging: Judging,
): Outcome<Judged> => {
  if (carriesProto(input))
    return {
      kind: 'reject',
      reasons: [{ path: 'data', code: 'unknown-field', message: 'holds a field called __proto__' }],
    }
  let read = contract.data.safeParse(input)
  let extra: Record<string, unknown> | null = null
  const given = judging.mode === 'strict' ? (judging.catalogues.contractFields?.(contract.id) ?? []) : []
  if (!read.success && (judging.mode === 'lenient' || given.length > 0)) {
    const all = read.error.issues.filter((i) => i.code === 'unrecognized_keys')
    // Strictly only what the contract was given as data may be beside its own fields; the rest is refused as ever.
    const unknown = judging.mode === 'lenient' ? all : all.flatMap((issue) => givenOf(issue, given))
    if (unknown.length > 0) {
      const taken = takeOut(input, unknown)
      if (taken.personal.length > 0) return { kind: 'reject', reasons: taken.personal }
      extra = taken.extra
      read = contract.data.safeParse(taken.copy)
    }
  }
  if (!read.success) return { kind: 'reject', reasons: reasonsOf(read.error.issues, input) }
  const wrong = given.flatMap((field) => (extra && field.name in extra ? faultOf(field, extra) : []))
  if (wrong.length > 0) return { kind: 'reject', reasons: wrong }
  return judgeRead(contract, read.data, extra, judging)
}

/** Judges data that have the form their contract asks for: its rules, and that they are not ahead of their arrival. */
export const judgeRead = (
  contract: Contract,
  data: Versioned,
  extra: Record<string, unknown> | null,
  judging: Judging,
): Outcome<Judged> => {
  const reasons = contract.check(data, judging.catalogues)
  if (data.recordedAt > judging.arrivedAtMs + AHEAD_MS_MAX)
    reasons.push({
      path: 'data.recordedAt',
      code: 'from-the-future',
      message:
        'lies more than 10 minutes ahead of the business clock at arrival; it would win over every later correction',
    })
  return reasons.length > 0 ? { kind: 'reject', reasons } : keep({ data, extra })
}
