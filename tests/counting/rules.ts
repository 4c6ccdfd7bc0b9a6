import type { Bounds } from './time.ts'

/** The two numbers of an indicator; of a quantile the first is its value (null without cases) and the second its cases. */
export type Count = { numerator: number | null; denominator: number | null }

/** How an indicator counts subjects for a period. */
export type Rule<Subject> = (subjects: readonly Subject[], period: Bounds) => Count
export type Rules<Subject> = Readonly<Record<string, Rule<Subject>>>

type Holds<Subject> = (subject: Subject, period: Bounds) => boolean

/** How many subjects a condition holds for. */
export const number =
  <Subject>(holds: Holds<Subject>): Rule<Subject> =>
  (subjects, period) => ({
    numerator: subjects.filter((subject) => holds(subject, period)).length,
    denominator: null,
  })

/** Of the subjects a condition holds for, how many fulfil another. */
export const part =
  <Subject>(of: Holds<Subject>, fulfils: Holds<Subject>): Rule<Subject> =>
  (subjects, period) => {
    const all = subjects.filter((subject) => of(subject, period))
    return {
      numerator: all.filter((subject) => fulfils(subject, period)).length,
      denominator: all.length,
    }
  }

/** Of the different words among the subjects a condition holds for, how many stand on one that fulfils another. */
export const partOfDifferent =
  <Subject>(word: (subject: Subject) => string, of: Holds<Subject>, fulfils: Holds<Subject>): Rule<Subject> =>
  (subjects, period) => {
    const all = subjects.filter((subject) => of(subject, period))
    const fulfilling = all.filter((subject) => fulfils(subject, period))
    return { numerator: new Set(fulfilling.map(word)).size, denominator: new Set(all.map(word)).size }
  }

/** A sum over subjects. */
export const total = <Subject>(subjects: readonly Subject[], amount: (subject: Subject) => number): number =>
  subjects.reduce((sum, subject) => sum + amount(subject), 0)

/** Of n numbers in order the one at position floor(level × n), counted from 0; with the number of cases. */
export const quantileOf = (level: number, numbers: readonly number[]): Count => {
  const inOrder = numbers.toSorted((a, b) => a - b)
  return { numerator: inOrder[Math.floor(level * inOrder.length)] ?? null, denominator: inOrder.length }
}
