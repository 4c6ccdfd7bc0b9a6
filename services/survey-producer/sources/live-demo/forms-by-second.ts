import type { Catalogues } from '@ioc/catalogues'
import { dayOf, toIso } from '@ioc/schemas/events/instant.ts'
import type { SurveyResponseInput } from '@ioc/schemas/events/survey-response.ts'
import { chance, LIVE_START_MS } from '@ioc/simulation'
import type { Candidate } from '@ioc/source/source.ts'

const SECONDS_BETWEEN = 30
const P = { filled: 1, survey: 2, unit: 3, group: 4, answer: 5 }

/** At most one form a second; it judges the year it is filled in, so no index of an earlier year changes. */
export const formsBySecond = (seed: number, tag: string, catalogues: Catalogues) => {
  const sipas = catalogues.questionnaire('sipas@2022')!
  const leaders = catalogues.questionnaire('leaders@2023')!
  return (second: number): Candidate[] => {
    const u = (purpose: number) => chance(seed, second, purpose)
    if (u(P.filled) * SECONDS_BETWEEN >= 1) return []
    const atMs = LIVE_START_MS + second * 1000
    const day = dayOf(atMs)
    const survey = u(P.survey) < 0.85 ? sipas : leaders
    const communes = catalogues.unitsOn(day).filter((unit) => unit.level === 'commune')
    const data: SurveyResponseInput = {
      issuingSystem: 'live-demo.simulated',
      recordedAt: toIso(atMs),
      sequence: 0,
      voided: false,
      responseCode: `DEMO-${day.replaceAll('-', '')}-${second}`,
      questionnaireCode: survey.code,
      unitCode: survey === sipas ? communes[Math.floor(u(P.unit) * communes.length)]!.code : '68',
      respondentGroup: survey.respondentGroups[Math.floor(u(P.group) * survey.respondentGroups.length)]!.code,
      surveyYear: Number(day.slice(0, 4)),
      submittedAt: toIso(atMs),
      answers: Object.fromEntries(
        survey.questions.map((question, i) => [
          question.code,
          answer(chance(seed, second * 50 + i, P.answer)),
        ]),
      ),
    }
    return [{ id: `${tag}-${second}`, atMs, data }]
  }
}

const answer = (u: number) => (u < 0.03 ? null : u < 0.05 ? 1 : u < 0.1 ? 2 : u < 0.25 ? 3 : u < 0.7 ? 4 : 5)
