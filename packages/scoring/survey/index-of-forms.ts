import Big from 'big.js'
import { type Fraction, plus, rounded } from '../decimal.ts'
import { type Answers, type FormScore, type SurveyQuestion, scoreForm } from './form.ts'
import type { SurveyProfile } from './profile.ts'

export type SurveyForm = { code: string; answers: Answers }

/** An index with its halves. Percent and points with two decimals, half-up; null where nobody answered. */
export type SurveyIndex = {
  forms: number
  answers: number
  noOpinions: number
  percent: string | null
  /** The percent of what a full index is worth in the PAR Index, from the exact ratio. */
  parPoints: string | null
}

/** Both, always: the rule for leaving sheets out is not known, so nothing is dropped in silence (domain.md §5). */
export type SurveyResult = {
  profile: string
  all: SurveyIndex
  withoutFlagged: SurveyIndex
  /** Codes of the sheets found straight-lined, in the order given. */
  flagged: string[]
}

/**
 * The index of many sheets: the mean credit of all answers given, each answer weighing the same. Where all questions have one scale
 * this is also what ClickHouse counts as reached columns of possible ones.
 */
export const surveyIndex = (
  profile: SurveyProfile,
  questions: readonly SurveyQuestion[],
  forms: readonly SurveyForm[],
): SurveyResult => {
  const scored = forms.map(({ code, answers }) => ({
    code,
    score: scoreForm(questions, answers, profile.method),
  }))
  const flagged = scored.filter(({ score }) => score.straightLined)
  return {
    profile: profile.id,
    all: indexOf(
      profile,
      scored.map(({ score }) => score),
    ),
    withoutFlagged: indexOf(
      profile,
      scored.filter(({ score }) => !score.straightLined).map(({ score }) => score),
    ),
    flagged: flagged.map(({ code }) => code),
  }
}

const indexOf = (profile: SurveyProfile, scores: readonly FormScore[]): SurveyIndex => {
  const answers = scores.reduce((total, { answered }) => total + answered, 0)
  const credit = creditOf(scores)
  const mean = answers === 0 ? null : { top: credit.top, bottom: credit.bottom.times(answers) }
  return {
    forms: scores.length,
    answers,
    noOpinions: scores.reduce((total, { noOpinion }) => total + noOpinion, 0),
    percent: mean && rounded(mean, 100, 2).toFixed(2),
    parPoints: mean && rounded(mean, profile.parPoints, 2).toFixed(2),
  }
}

/** Credits of one denominator are added first: thousands of sheets have few scales, and the numbers stay short. */
const creditOf = (scores: readonly FormScore[]): Fraction => {
  const byBottom = new Map<string, Fraction>()
  for (const { credit } of scores) {
    const key = credit.bottom.toFixed()
    const so = byBottom.get(key)
    byBottom.set(key, so ? { top: so.top.plus(credit.top), bottom: credit.bottom } : credit)
  }
  return [...byBottom.values()].reduce(plus, { top: new Big(0), bottom: new Big(1) })
}
