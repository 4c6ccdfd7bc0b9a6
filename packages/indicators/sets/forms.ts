import type { SetOfSubjects } from './set.ts'

/** Survey forms, table `survey_response`: raw columns as ticked. */
export const forms: SetOfSubjects = {
  topic: 'survey-response.v1',
  current: 'survey_response',
  versions: 'survey_response_version',
  definitions: {},
  columns: [
    'recorded_at',
    'extra',
    'response_code',
    'questionnaire_code',
    'unit_code',
    'respondent_group',
    'survey_year',
    'submitted_at',
    'question',
    'answer',
  ],
  times: [],
  belongsAt: 'submitted_at',
  beginsAt: 'submitted_at',
  facts: [],
  shown: ['response_code', 'questionnaire_code', 'unit_code', 'survey_year', 'submitted_at'],
}
