import { living, type States } from './newest.ts'
import { instantMs, type Period } from './time.ts'
import type { Data, Told } from './told.ts'
import { isNewer, versionOf } from './version.ts'

/** Halves another body counted, for a unit and a period. */
export type Report = Period & {
  indicator: string
  unitCode: string
  estimate: boolean
  numerator: number | null
  denominator: number | null
}

const read = (data: Data): Report => ({
  indicator: data.indicator as string,
  unitCode: data.unitCode as string,
  from: data.periodFrom as string,
  to: data.periodTo as string,
  estimate: data.estimate === true,
  numerator: (data.numerator ?? null) as number | null,
  denominator: (data.denominator ?? null) as number | null,
})

/**
 * The newest word on each indicator, unit and period, an estimate beside the counted one. Two documents that report one figure are
 * one figure, and what a document only prints is no report.
 */
export const reportsOf = (states: States): Report[] => {
  const newest = new Map<string, Told & { data: Data }>()
  for (const event of living(states, 'reported-figure.v1')) {
    if (event.data.kind !== 'reported') continue
    const { indicator, unitCode, from, to, estimate } = read(event.data)
    const key = [indicator, unitCode, from, to, estimate].join(' ')
    const before = newest.get(key)
    if (!before || isNewer(versionOf(event), versionOf(before))) newest.set(key, event)
  }
  return [...newest.values()].map(({ data }) => read(data))
}

/** The year a survey is shown for: the newest a form of its questionnaire judges that was handed in by the end of a day; null if there is none. */
export const surveyYearBy = (states: States, day: string, questionnaire: string): number | null =>
  living(states, 'survey-response.v1')
    .filter(({ data }) => data.questionnaireCode === questionnaire)
    .filter(({ data }) => instantMs(data.submittedAt as string) <= instantMs(day))
    .reduce<number | null>((year, { data }) => Math.max(year ?? 0, data.surveyYear as number), null)
