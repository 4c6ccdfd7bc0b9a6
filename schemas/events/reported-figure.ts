import { z } from 'zod'
import { type CatalogueView, defineContract } from './contract.ts'
import { code, decimal, unitCode, versioned, yesNo } from './fields.ts'
import { instant, readInstant, toLocalText } from './instant.ts'
import { knownUnit, type Rule } from './rule.ts'

const day = code('a calendar day', /^\d{4}-\d{2}-\d{2}$/, '2024-05-31').refine(
  (text) => typeof readInstant(text) === 'number',
  { error: 'is no day of the calendar between 1970 and 2100', params: { reason: 'wrong-day' } },
)

/** How a printed figure is known to differ from what its own halves give (domain.md §1, §3.2). */
export const KNOWN_DIFFERENCES = ['typo', 'count', 'truncated', 'unexplained'] as const

const data = z.strictObject({
  ...versioned,
  /** Stable name of this figure in its document. */
  figureCode: code('a figure code', /^[A-Za-z0-9][A-Za-z0-9._@/-]{3,127}$/, 'bc-6t-2024/steering.plan-tasks'),
  /** `reported`: halves another body counted. `published`: a number as a document prints it. */
  kind: z.enum(['reported', 'published']),
  /** The indicator the figure belongs to. */
  indicator: code('an indicator id', /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/, 'steering.disbursed'),
  /** The unit the figure speaks of. */
  unitCode,
  /** First day of the period the figure was printed for. */
  periodFrom: day,
  /** Last day of that period. */
  periodTo: day,
  /** True where no document states the period and it was inferred. */
  periodInferred: yesNo.default(false),
  /** True where the document calls the figure an estimate (ước). */
  estimate: yesNo.default(false),
  /** What was counted; of a ratio its upper half. */
  numerator: decimal.nullable().default(null),
  /** Of a ratio its lower half; null where there is none. */
  denominator: decimal.nullable().default(null),
  /** The number alone as printed, with a decimal point: "99.71". */
  printed: code('a printed number', /^-?\d+(?:\.\d+)?$/, '99.71')
    .nullable()
    .default(null),
  /** How the printed number is known to differ from its own halves. */
  knownDifference: z.enum(KNOWN_DIFFERENCES).nullable().default(null),
  /** Unit of both halves: `tỷ đồng`, `nhiệm vụ`; a closed list, since free text has no place. */
  unitOfMeasure: z.enum([
    'tỷ đồng',
    'triệu đồng',
    'nhiệm vụ',
    'lớp',
    'hồ sơ',
    'giao dịch',
    'phản ánh',
    'phần trăm',
    'điểm',
    'đơn vị',
    'người',
    'thủ tục',
    'dịch vụ',
    'văn bản',
    'cuộc',
    'buổi',
    'tổ chức',
    'doanh nghiệp',
    'kiến nghị',
    'vấn đề',
    'dự án',
    'chỉ tiêu',
    'chứng thư số',
    'trung tâm',
    'nhóm dữ liệu',
    'xã',
    'hạng',
    'USD',
  ]),
  /** The document that prints it. */
  documentCode: code('a document code', /^[A-Za-z0-9][A-Za-z0-9._@/-]{1,63}$/, 'bc-cchc-6t-2024'),
  /** Day of the document. */
  documentIssuedOn: day,
  /** When the figure was issued. */
  issuedAt: instant,
})
export type ReportedFigure = z.output<typeof data>
export type ReportedFigureInput = z.input<typeof data>

/**
 * The unit a figure speaks of: as it was on the last day of the period, because a report comes later, when its unit may be merged
 * into another (681 of the third quarter of 2024, told in 2025). A unit that came only after the period is read on the day of issue.
 */
const unitDays = (d: ReportedFigure) => [readInstant(d.periodTo) as number, d.issuedAt]
const unitOf = (d: ReportedFigure, catalogues: CatalogueView) =>
  unitDays(d)
    .map((atMs) => catalogues.unitAt(d.unitCode, atMs))
    .find((unit) => unit !== undefined)

const rules: readonly Rule<ReportedFigure>[] = [
  {
    path: 'periodTo',
    code: 'period-ends-before-it-begins',
    says: 'lies before periodFrom',
    broken: (d) => d.periodTo < d.periodFrom,
  },
  {
    path: 'printed',
    code: 'missing-printed',
    says: 'is null, but the figure is a published one',
    broken: (d) => d.kind === 'published' && d.printed === null,
  },
  {
    path: 'numerator',
    code: 'missing-numerator',
    says: 'is null, but the figure is a reported one',
    broken: (d) => d.kind === 'reported' && d.numerator === null,
  },
  knownUnit(
    'is no unit on the last day of the period, nor on the day of issue',
    (d, catalogues) => unitOf(d, catalogues) !== undefined,
  ),
]

/**
 * A figure another body counted (`reported`) or a document printed (`published`), with its period, scope and source.
 * What documents print travels as events too, so that comparing is a join and nothing downstream knows a number by heart.
 */
export const reportedFigure = defineContract<ReportedFigure>({
  id: 'reported-figure.v1',
  title: { vi: 'Số liệu báo cáo', en: 'Reported figure' },
  table: 'reported_figure_version',
  data,
  code: (d) => d.figureCode,
  rules,
  unitDays,
  columns: [
    'issuing_system',
    'figure_code',
    'figure_kind',
    'indicator',
    'unit_code',
    'period_from',
    'period_to',
    'period_inferred',
    'estimate',
    'numerator',
    'denominator',
    'printed',
    'known_difference',
    'unit_of_measure',
    'document_code',
    'document_issued_on',
    'issued_at',
  ],
  row: (d) => [
    d.issuingSystem,
    d.figureCode,
    d.kind,
    d.indicator,
    d.unitCode,
    d.periodFrom,
    d.periodTo,
    d.periodInferred,
    d.estimate,
    d.numerator,
    d.denominator,
    d.printed ?? '',
    d.knownDifference ?? '',
    d.unitOfMeasure,
    d.documentCode,
    d.documentIssuedOn,
    toLocalText(d.issuedAt),
  ],
  lookedUpColumns: ['unit_level'],
  lookUp: (d, catalogues) => [unitOf(d, catalogues)?.level ?? ''],
})
