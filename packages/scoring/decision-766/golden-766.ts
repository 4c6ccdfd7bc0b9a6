import type { Counts766 } from './score.ts'

/** Counts and points as a public source prints them; a group or component that is not printed is left out. */
export type Golden766 = {
  name: string
  source: string
  counts: Counts766
  /** Printed percents and points; null: the source shows none. */
  components: Readonly<Record<string, { ratio?: string | null; score: string }>>
  groups: Readonly<Record<string, string>>
}

const of = (numerator: number | null, denominator: number | null) => ({ numerator, denominator })
const PORTAL =
  'National Public Service Portal, reporting pages, month 8/2026, as captured on 26/9/2026 by a public repository'

/** The portal's own counts, percents and points of another province: the only public cases that print both halves of a number. */
export const GOLDEN_766: readonly Golden766[] = [
  {
    name: 'Phú Thọ, the province',
    source: PORTAL,
    counts: {
      PUBLISH_ON_TIME: of(0, 0),
      PUBLIC_UPDATE_ON_TIME: of(0, 0),
      PUBLIC_CONTENT_FULL: of(87, 89),
      DOSSIER_SYNC: of(138_744, 138_744),
      PROGRESS_ON_TIME: of(144_625, 184_513),
      ONLINE_SERVICES: of(31 + 21, 56),
      ONLINE_SERVICES_WITH_DOSSIERS: of(406, 1968),
      ONLINE_SUBMISSIONS: of(150_956, 152_595),
      PAYMENT_DOSSIERS: of(82_913, 98_459),
      PAYMENT_PROCEDURES_INTEGRATED: of(93, 310),
      PAYMENT_PROCEDURES_WITH_TRANSACTION: of(56, 310),
      ORIGINAL_RESULT_AVAILABLE: of(133_274, 184_513),
      SO_HOA_GIAY_TO_GIAI_QUYET: of(21_233, 184_513),
      ELECTRONIC_CERTIFIED_COPY: of(null, null),
      REUSED_DIGITIZED_DATA: of(3160, 184_513),
      SYNCED_WITH_DVCQG_PERSONAL_STORAGE: of(0, 184_513),
      CITIZEN_DATA_CONNECTED_DOSSIER: of(85_644, 184_513),
      CITIZEN_DATA_CONNECTED_FORMALITY: of(297, 1301),
      PETITION_PROCESSING_ON_TIME: of(182, 247),
      PETITION_HANDLING_SATISFACTION: of(137, 247),
      DOSSIER_RECEIVING_SATISFACTION: of(144_574, 184_513),
      PETITION_CLASSIFICATION_TTHC: of(179, 247),
      PETITION_CLASSIFICATION_STAFF: of(62, 247),
    },
    components: {
      PUBLIC_CONTENT_FULL: { ratio: '97.75', score: '1.96' },
      DOSSIER_SYNC: { ratio: '100.00', score: '6.00' },
      ORIGINAL_RESULT_AVAILABLE: { ratio: '72.23', score: '4.33' },
      SO_HOA_GIAY_TO_GIAI_QUYET: { ratio: '11.51', score: '0.46' },
      // Shown there as 100%: of no counts we show no percent, and the same points.
      ELECTRONIC_CERTIFIED_COPY: { ratio: null, score: '2.00' },
      REUSED_DIGITIZED_DATA: { ratio: '1.71', score: '0.04' },
      SYNCED_WITH_DVCQG_PERSONAL_STORAGE: { ratio: '0.00', score: '0.00' },
      CITIZEN_DATA_CONNECTED_DOSSIER: { ratio: '46.42', score: '0.93' },
      CITIZEN_DATA_CONNECTED_FORMALITY: { ratio: '22.83', score: '0.46' },
      PETITION_PROCESSING_ON_TIME: { ratio: '73.68', score: '4.42' },
      PETITION_HANDLING_SATISFACTION: { ratio: '55.47', score: '3.33' },
      DOSSIER_RECEIVING_SATISFACTION: { ratio: '78.35', score: '5.22' },
      PETITION_CLASSIFICATION_TTHC: { ratio: '72.47', score: '0.00' },
      PETITION_CLASSIFICATION_STAFF: { ratio: '25.10', score: '0.00' },
    },
    groups: {
      CKMB: '7.96',
      TDGQ: '15.68',
      CLGQ: '8.83',
      TTTT: '6.25',
      MDSH: '8.22',
      MDHL: '12.97',
    },
  },
  {
    name: 'Phú Thọ, a department with three feedbacks: digitisation of 80% is not full points',
    source: PORTAL,
    counts: {
      PROGRESS_ON_TIME: of(207, 326),
      ORIGINAL_RESULT_AVAILABLE: of(291, 326),
      SO_HOA_GIAY_TO_GIAI_QUYET: of(261, 326),
      REUSED_DIGITIZED_DATA: of(0, 326),
      SYNCED_WITH_DVCQG_PERSONAL_STORAGE: of(0, 326),
      CITIZEN_DATA_CONNECTED_DOSSIER: of(326, 326),
      CITIZEN_DATA_CONNECTED_FORMALITY: of(7, 39),
      PETITION_PROCESSING_ON_TIME: of(3, 3),
      PETITION_HANDLING_SATISFACTION: of(3, 3),
      DOSSIER_RECEIVING_SATISFACTION: of(205, 326),
    },
    components: {
      ORIGINAL_RESULT_AVAILABLE: { ratio: '89.26', score: '5.36' },
      SO_HOA_GIAY_TO_GIAI_QUYET: { ratio: '80.06', score: '3.20' },
      CITIZEN_DATA_CONNECTED_FORMALITY: { ratio: '17.95', score: '0.36' },
      DOSSIER_RECEIVING_SATISFACTION: { ratio: '62.88', score: '4.19' },
    },
    groups: { TDGQ: '12.70', MDSH: '12.92', MDHL: '16.19' },
  },
  {
    name: 'Phú Thọ, a commune whose two feedbacks were both disliked',
    source: PORTAL,
    counts: {
      PROGRESS_ON_TIME: of(1660, 2079),
      PAYMENT_DOSSIERS: of(1089, 1284),
      PAYMENT_PROCEDURES_INTEGRATED: of(15, 36),
      PAYMENT_PROCEDURES_WITH_TRANSACTION: of(9, 36),
      PETITION_PROCESSING_ON_TIME: of(2, 2),
      PETITION_HANDLING_SATISFACTION: of(0, 2),
      DOSSIER_RECEIVING_SATISFACTION: of(1660, 2079),
    },
    components: {
      PETITION_HANDLING_SATISFACTION: { ratio: '0.00', score: '0.00' },
      DOSSIER_RECEIVING_SATISFACTION: { ratio: '79.85', score: '5.32' },
    },
    groups: { TDGQ: '15.97', TTTT: '6.76', MDHL: '11.32' },
  },
  {
    name: 'Phú Thọ, an office with no dossiers and no feedback',
    source: PORTAL,
    counts: {
      PUBLISH_ON_TIME: of(0, 0),
      PUBLIC_UPDATE_ON_TIME: of(0, 0),
      PUBLIC_CONTENT_FULL: of(87, 89),
      DOSSIER_SYNC: of(0, 0),
      PROGRESS_ON_TIME: of(0, 0),
      PAYMENT_DOSSIERS: of(0, 0),
      PAYMENT_PROCEDURES_INTEGRATED: of(0, 1),
      PAYMENT_PROCEDURES_WITH_TRANSACTION: of(0, 1),
      CITIZEN_DATA_CONNECTED_FORMALITY: of(0, 3),
      PETITION_PROCESSING_ON_TIME: of(0, 0),
      PETITION_HANDLING_SATISFACTION: of(0, 0),
      DOSSIER_RECEIVING_SATISFACTION: of(0, 0),
    },
    components: {
      PUBLISH_ON_TIME: { ratio: null, score: '0.00' },
      DOSSIER_SYNC: { ratio: null, score: '0.00' },
      PETITION_PROCESSING_ON_TIME: { score: '6.00' },
      PETITION_HANDLING_SATISFACTION: { score: '6.00' },
      DOSSIER_RECEIVING_SATISFACTION: { score: '0.00' },
    },
    groups: { CKMB: '1.96', TDGQ: '0.00', CLGQ: '0.00', TTTT: '0.00', MDSH: '2.00', MDHL: '12.00' },
  },
]

/** Totals that are printed with their groups only: what the groups must add up to, and the word printed for it. */
export const GOLDEN_TOTALS_766 = [
  {
    name: 'Quảng Nam, 8/2024',
    source: 'quangnam.gov.vn, 19/8/2024',
    groups: { CKMB: '13.2', TDGQ: '18.4', CLGQ: '7.7', TTTT: '7.6', MDHL: '17.6', MDSH: '15.6' },
    total: '80.1',
    band: 'tốt',
  },
  {
    name: 'Quảng Nam, 28/10/2024',
    source: 'baoquangnam.vn',
    groups: { CKMB: '13.6', TDGQ: '18.5', CLGQ: '7.7', TTTT: '9.6', MDHL: '17.6', MDSH: '15.8' },
    total: '82.8',
    band: 'tốt',
  },
  {
    name: 'Thái Nguyên, 8/2025; online services include payment',
    source: 'dantri.com.vn',
    groups: { CKMB: '15.67', TDGQ: '19.31', CLGQ: '17.49', MDHL: '17.86', MDSH: '16.64' },
    total: '86.97',
    band: 'tốt',
  },
] as const

/** Totals printed with their word. */
export const GOLDEN_BANDS_766 = [
  ['98.63', 'xuất sắc'], // Sở Công Thương, Lâm Đồng, Q2/2024
  ['97.63', 'xuất sắc'], // Lâm Hà, Q2/2024
  ['90.96', 'xuất sắc'], // Di Linh, Q2/2024
  ['90.47', 'xuất sắc'],
  ['90.29', 'xuất sắc'],
  ['83.8', 'tốt'],
  ['83.61', 'tốt'], // Ban Quản lý các khu công nghiệp, Lâm Đồng, Q2/2024
  ['80.21', 'tốt'],
  ['80.1', 'tốt'],
] as const
