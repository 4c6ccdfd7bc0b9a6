import { defineIndicator, type Indicator } from '../define.ts'

const SIX_MONTHS = 'Báo cáo CCHC 6 tháng đầu năm 2024'

type Steering = {
  id: string
  vi: string
  en: string
  kind: 'count' | 'ratio'
  unitOfMeasure: string
  section: string
}

/** Figures other bodies count and report; nothing is counted here, their halves are carried with period and document. */
const STEERING: Steering[] = [
  {
    id: 'steering.plan-tasks',
    vi: 'Nhiệm vụ kế hoạch CCHC đã hoàn thành',
    en: 'Tasks of the reform plan done',
    kind: 'count',
    unitOfMeasure: 'nhiệm vụ',
    section: 'I.2',
  },
  {
    id: 'steering.disbursed',
    vi: 'Giải ngân vốn đầu tư công',
    en: 'Public investment disbursed',
    kind: 'ratio',
    unitOfMeasure: 'tỷ đồng',
    section: 'II.5.b',
  },
  {
    id: 'steering.classes-opened',
    vi: 'Lớp đào tạo, bồi dưỡng đã mở',
    en: 'Training classes opened',
    kind: 'ratio',
    unitOfMeasure: 'lớp',
    section: 'II.4.đ',
  },
  {
    id: 'steering.audit-other-recovered',
    vi: 'Thực hiện kiến nghị kiểm toán, xử lý khác',
    en: 'Audit recommendations carried out, other handling',
    kind: 'ratio',
    unitOfMeasure: 'tỷ đồng',
    section: 'II.5.c',
  },
  {
    id: 'steering.audit-recovered',
    vi: 'Thực hiện kiến nghị kiểm toán, thu nộp ngân sách',
    en: 'Audit recommendations carried out, revenue to the budget',
    kind: 'ratio',
    unitOfMeasure: 'tỷ đồng',
    section: 'II.5.c',
  },
]

export const steering: Indicator[] = STEERING.map(({ id, vi, en, kind, unitOfMeasure, section }) =>
  defineIndicator({
    id,
    version: 1,
    title: { vi, en },
    source: `${SIX_MONTHS}, mục ${section}`,
    group: 'steering',
    kind,
    of: 'reports',
    numerator: 'sum(numerator)',
    denominator: 'sum(denominator)',
    unitOfMeasure,
    aboutPersons: false,
  }),
)
