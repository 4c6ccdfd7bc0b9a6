import Big from 'big.js'
import { type Fraction, plus } from '../decimal.ts'
import type { IndexMethod } from './profile.ts'

/** What scoring must know of a question; the catalogue's questions fit. Bounds are of the raw column, counted from the left. */
export type SurveyQuestion = {
  code: string
  min: number
  max: number
  /** `descending`: the lowest column is best, so the normalised answer is the complement. */
  direction: 'ascending' | 'descending'
  inIndex: boolean
}

/** Raw columns ticked on one sheet, by question; null, or a question left out, is no opinion. */
export type Answers = Readonly<Record<string, number | null>>

/** The answers of one sheet that enter the index. */
export type FormScore = {
  answered: number
  noOpinion: number
  /** Sum of the credits of its answers, exact; divided by `answered` it is the sheet's index. */
  credit: Fraction
  straightLined: boolean
}

const NOTHING: Fraction = { top: new Big(0), bottom: new Big(1) }

/** Fewer answers in one column say nothing of the hand that ticked them (inferred: no rule is published). */
export const STRAIGHT_LINE_ANSWERS_MIN = 3

/**
 * Scores one sheet. A question without an opinion counts in neither half. Straight-lining is told from the **raw** columns: all
 * answers that enter the index, three or more, stand in one column although best-first and worst-first questions are among them
 * (Kế hoạch 5024/KH-UBND, 9.2); normalised, such answers differ and would hide it. That a neutral person ticks the middle column all the
 * way down is flagged too: the flag says how the sheet was filled in, not why.
 * @throws RangeError for an answer outside its scale, or to a question the survey does not have: the contract refuses such forms.
 */
export const scoreForm = (
  questions: readonly SurveyQuestion[],
  answers: Answers,
  method: IndexMethod = 'mean-of-normalised',
): FormScore => {
  const known = new Set(questions.map(({ code }) => code))
  for (const code of Object.keys(answers))
    if (!known.has(code)) throw new RangeError(`${code} is no question of this survey`)
  const given = questions.flatMap((question) => {
    const column = answers[question.code] ?? null
    return column === null ? [] : [{ question, column: withinScale(question, column) }]
  })
  const scored = given.filter(({ question }) => question.inIndex)
  return {
    answered: scored.length,
    noOpinion: questions.filter(({ inIndex }) => inIndex).length - scored.length,
    credit: scored.map(({ question, column }) => credit(question, column, method)).reduce(plus, NOTHING),
    straightLined:
      scored.length >= STRAIGHT_LINE_ANSWERS_MIN &&
      new Set(scored.map(({ column }) => column)).size === 1 &&
      new Set(scored.map(({ question }) => question.direction)).size === 2,
  }
}

const withinScale = ({ code, min, max }: SurveyQuestion, column: number): number => {
  if (!Number.isInteger(column) || column < min || column > max)
    throw new RangeError(`the answer to ${code} lies outside its scale ${min}–${max}`)
  return column
}

/** What one answer is worth, 0 to 1. */
const credit = ({ min, max, direction }: SurveyQuestion, column: number, method: IndexMethod): Fraction => {
  const reached = direction === 'ascending' ? column - min : max - column
  return method === 'share-of-top-two'
    ? { top: new Big(reached >= max - min - 1 ? 1 : 0), bottom: new Big(1) }
    : { top: new Big(reached), bottom: new Big(max - min) }
}
