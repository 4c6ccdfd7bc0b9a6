import { defineIndicator, type ReportedIndicator } from '../define.ts'

const SIX_MONTHS = 'Báo cáo CCHC 6 tháng đầu năm 2024'
const row = (
  id: string,
  vi: string,
  en: string,
  kind: 'count' | 'ratio',
  unitOfMeasure: string,
  section: string,
) => ({
  id,
  vi,
  en,
  kind,
  unitOfMeasure,
  section,
})

/** Figures other bodies count and report; nothing is counted here, their halves are carried with period and document. */
const STEERING = [
  row(
    'steering.plan-tasks',
    'Nhiệm vụ kế hoạch CCHC đã hoàn thành',
    'Tasks of the reform plan done',
    'count',
    'nhiệm vụ',
    'I.2',
  ),
  row(
    'steering.disbursed',
    'Giải ngân vốn đầu tư công',
    'Public investment disbursed',
    'ratio',
    'tỷ đồng',
    'II.5.b',
  ),
  row(
    'steering.classes-opened',
    'Lớp đào tạo, bồi dưỡng đã mở',
    'Training classes opened',
    'ratio',
    'lớp',
    'II.4.đ',
  ),
  row(
    'steering.audit-other-recovered',
    'Thực hiện kiến nghị kiểm toán, xử lý khác',
    'Audit recommendations carried out, other handling',
    'ratio',
    'tỷ đồng',
    'II.5.c',
  ),
  row(
    'steering.audit-recovered',
    'Thực hiện kiến nghị kiểm toán, thu nộp ngân sách',
    'Audit recommendations carried out, revenue to the budget',
    'ratio',
    'tỷ đồng',
    'II.5.c',
  ),
]

export const reported: readonly ReportedIndicator[] = STEERING.map(
  ({ id, vi, en, kind, unitOfMeasure, section }) =>
    defineIndicator({
      id,
      version: 1,
      title: { vi, en },
      source: `${SIX_MONTHS}, mục ${section}`,
      evidence: 'published',
      group: 'steering',
      kind,
      of: 'reports',
      unitOfMeasure,
      aboutPersons: false,
    }),
)
