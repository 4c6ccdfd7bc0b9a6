import type { Catalogues, Questionnaire } from '@ioc/catalogues'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { SurveyResponseInput } from '@ioc/schemas/events/survey-response.ts'
import { chance, workingDays } from '@ioc/simulation'
import type { Candidate } from '@ioc/source/source.ts'
import { type Answers, leadersForms, sipasForms } from './answers.ts'
import printed from './printed.json' with { type: 'json' }
import shape from './shape.json' with { type: 'json' }

export const ISSUING_SYSTEM = 'survey.lamdong.gov.vn'

const ASKED_FROM = '2023-09-04'
const ASKED_UNTIL = '2023-12-22'
const DAY_MS = 86_400_000
const askedDays = workingDays(ASKED_FROM, ASKED_UNTIL)
/** The sheets are typed in after the half-year has begun. */
const TYPED_FROM_MS = Date.parse('2024-01-03T08:00:00+07:00')
const P = { unit: 10, group: 11, day: 12, hour: 13, typed: 14, twist: 15 }

/** All events of both surveys: forms, forms sent twice, corrected ones, voided ones. */
export const formEvents = (seed: number, tag: string, catalogues: Catalogues): Candidate[] => {
  const sipas = catalogues.questionnaire(printed.sipas.questionnaire)!
  const leaders = catalogues.questionnaire(printed.leaders.questionnaire)!
  const units = catalogues.unitsOn(ASKED_FROM)
  const communes = units.filter((unit) => unit.level === 'commune').map((unit) => unit.code)
  const hundredths = Math.round(Number(printed.leaders.points) * 100)
  return [
    ...survey(
      'SIPAS',
      sipas,
      sipasForms(seed, sipas.questions, shape.sipas, Number(printed.sipas.percent)),
      communes,
      shape.sipas,
    ),
    ...survey(
      'LD',
      leaders,
      leadersForms(seed, leaders.questions, shape.leaders, {
        numerator: hundredths,
        denominator: leaders.index.parIndexPoints * 100,
      }),
      ['68'], // leaders judge the province as a whole
      shape.leaders,
    ),
  ]

  function survey(
    prefix: string,
    questionnaire: Questionnaire,
    forms: readonly Answers[],
    unitCodes: readonly string[],
    plan: { voided: number; organisationPerHundred?: number },
  ): Candidate[] {
    const good = forms.flatMap((answers, n) => tellingOf(n, answers))
    // Entered by mistake: every answer the best there is, so that the index is wrong until they are voided.
    const voided = Array.from({ length: plan.voided }, (_, n) => {
      const form = formOf(forms.length + n, forms[0]!)
      for (const question of questionnaire.questions)
        form.answers[question.code] = question.direction === 'ascending' ? question.max : question.min
      const later = toIso(Date.parse(form.recordedAt) + 30 * DAY_MS)
      return [
        event(forms.length + n, 0, form),
        event(forms.length + n, 1, { ...form, recordedAt: later, voided: true }),
      ]
    }).flat()
    return [...good, ...voided]

    function tellingOf(n: number, answers: Answers): Candidate[] {
      const form = formOf(n, answers)
      const sent = event(n, 0, form)
      const u = chance(seed, n, P.twist)
      if (u < 0.012) return [sent, { ...sent, atMs: sent.atMs + 5 * DAY_MS }]
      if (u < 0.02) return [{ ...sent, atMs: sent.atMs + 20 * DAY_MS }]
      if (u >= 0.035) return [sent]
      // Typed in wrongly, all in the first column, and corrected a day later.
      const wrong = Object.fromEntries(Object.keys(answers).map((question) => [question, 1]))
      const corrected = { ...form, recordedAt: toIso(Date.parse(form.recordedAt) + DAY_MS) }
      return [event(n, 0, { ...form, answers: wrong }), event(n, 1, corrected)]
    }

    function formOf(n: number, answers: Answers): SurveyResponseInput {
      const u = (purpose: number) => chance(seed, n, purpose)
      const groups = questionnaire.respondentGroups
      const group =
        plan.organisationPerHundred === undefined
          ? groups[Math.floor(u(P.group) * groups.length)]!
          : groups[u(P.group) * 100 < plan.organisationPerHundred ? 1 : 0]!
      const day = askedDays.pick(0, askedDays.startSeconds.length, u(P.day))
      const submittedMs =
        Date.parse(`${ASKED_FROM}T00:00:00+07:00`) +
        (askedDays.startSeconds[day]! + 8 * 3600 + Math.floor(u(P.hour) * 9 * 3600)) * 1000
      return {
        issuingSystem: ISSUING_SYSTEM,
        recordedAt: toIso(TYPED_FROM_MS + Math.floor(u(P.typed) * 80 * 86_400) * 1000),
        sequence: 0,
        voided: false,
        responseCode: `${prefix}-${printed.surveyYear}-${String(n + 1).padStart(6, '0')}`,
        questionnaireCode: questionnaire.code,
        unitCode: unitCodes[Math.floor(u(P.unit) * unitCodes.length)]!,
        respondentGroup: group.code,
        surveyYear: printed.surveyYear,
        submittedAt: toIso(submittedMs),
        answers: { ...answers },
      }
    }

    function event(n: number, step: number, form: SurveyResponseInput): Candidate {
      return {
        id: `${tag}-${prefix.toLowerCase()}-${n}-${step}`,
        atMs: Date.parse(form.recordedAt),
        data: form,
      }
    }
  }
}
