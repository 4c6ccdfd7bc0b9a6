import type { SurveyProfile } from './profile.ts'

const SIPAS_TITLE = {
  vi: 'Chỉ số hài lòng của người dân đối với sự phục vụ của cơ quan hành chính nhà nước (SIPAS)',
  en: 'Satisfaction index of public administrative services (SIPAS)',
}

/** SIPAS since 2022: policy-making (nine groups) and service delivery; Decision 1001/QĐ-BNV (11/12/2023), whose annex could not be read. */
export const SIPAS_2022: SurveyProfile = {
  id: 'sipas@2022',
  kind: 'sipas',
  title: SIPAS_TITLE,
  madeIn: 2022,
  methodVersion: '2022',
  method: 'share-of-top-two',
  evidence: 'unconfirmed',
  source:
    'Quyết định 1001/QĐ-BNV (11/12/2023), annex not readable: the formula is that of the years before, a default',
  parPoints: 10,
}

/** SIPAS until 2021: five factors, five levels, share of "hài lòng" and "rất hài lòng"; background knowledge, not confirmed (domain.md §5). */
export const SIPAS_2021: SurveyProfile = {
  id: 'sipas@2021',
  kind: 'sipas',
  title: SIPAS_TITLE,
  madeIn: 2017,
  methodVersion: '2021',
  method: 'share-of-top-two',
  evidence: 'unconfirmed',
  source: 'Background knowledge of the method until 2021; not confirmed',
  parPoints: 10,
}

/** The survey of leaders and managers behind 22 points of the PAR Index; how the Ministry scores a form is not published. */
export const LEADERS_2023: SurveyProfile = {
  id: 'leaders@2023',
  kind: 'leaders',
  title: { vi: 'Khảo sát lãnh đạo, quản lý các cấp', en: 'Survey of leaders and managers' },
  madeIn: 2023,
  methodVersion: '2023',
  method: 'mean-of-normalised',
  evidence: 'inferred',
  source:
    'Kế hoạch 5024/KH-UBND (20/6/2024), appendix, criterion 9.2: 22 points; the scoring of forms is inferred',
  parPoints: 22,
}
