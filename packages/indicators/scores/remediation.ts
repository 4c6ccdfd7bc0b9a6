import { type Catalogues, remediesDone } from '@ioc/catalogues'
import { defineIndicator } from '../define.ts'
import type { Facts, Score, ScoreIndicator, Scorer } from './score.ts'

const STATES = [
  {
    state: 'open',
    vi: 'Giải pháp khắc phục PAR Index còn trong hạn hoặc làm thường xuyên',
    en: 'Remedies of the PAR Index open, in time or without a deadline',
  },
  { state: 'done', vi: 'Giải pháp khắc phục PAR Index đã xong', en: 'Remedies of the PAR Index done' },
  { state: 'overdue', vi: 'Giải pháp khắc phục PAR Index quá hạn', en: 'Remedies of the PAR Index overdue' },
] as const

const idOf = (state: string) => `par.remediation.${state}`
const numberOf = (text: string | null) => (text === null ? null : Number(text))

const countsOf = (catalogues: Catalogues, { period, reports }: Facts): ReadonlyMap<string, Score> => {
  const done = remediesDone(
    reports
      .filter(({ estimate }) => !estimate)
      .map(({ indicator, numerator, denominator, period_to: periodTo }) => ({
        indicator,
        numerator: numberOf(numerator),
        denominator: numberOf(denominator),
        periodTo,
      })),
  )
  const { overall } = catalogues.remediationOn(period.to, done)
  // Before the plan was issued nothing was ordered, and zero of zero says nothing.
  if (overall.total === 0) return new Map()
  const denominator = String(overall.total)
  return new Map(STATES.map(({ state }) => [idOf(state), { numerator: String(overall[state]), denominator }]))
}

/** What plan 5024 orders against the points lost in the PAR Index: open, done and overdue at the end of a day, of all remedies. */
export const remediation = (catalogues: Catalogues): readonly ScoreIndicator[] => {
  const by: Scorer = {
    profile: null,
    when: 'date',
    rule: 'the plan is pinned by the version of the catalogues',
    inputs: [],
    score: (facts) => (facts.unitCode === '68' ? countsOf(catalogues, facts) : new Map()),
  }
  return STATES.map(({ state, vi, en }) =>
    defineIndicator({
      id: idOf(state),
      version: 1,
      title: { vi, en },
      source: 'Kế hoạch 5024/KH-UBND (20/6/2024) with its appendix; done is what a body reports done',
      evidence: 'published',
      group: 'par',
      kind: 'count',
      of: 'scores',
      by,
      unitOfMeasure: 'nhiệm vụ',
      aboutPersons: false,
    }),
  )
}
