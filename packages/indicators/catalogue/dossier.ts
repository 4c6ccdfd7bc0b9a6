import { defineIndicator, share, within } from '../define.ts'

const SIX_MONTHS = 'Báo cáo CCHC 6 tháng đầu năm 2024, mục II.2.d và II.2.g'
const LEVELS = [
  { level: 'department', vi: 'cấp sở', en: 'departments' },
  { level: 'district', vi: 'cấp huyện', en: 'districts' },
  { level: 'commune', vi: 'cấp xã', en: 'communes' },
] as const

/**
 * Of the dossiers finished in the period by units of a level, the share finished by the first promised day.
 * By the original day: an extension or an apology does not make a late dossier on time (domain.md §6.4, inferred).
 * A dossier without a promised day is in the denominator and not on time.
 */
export const dossierOnTime = LEVELS.map(({ level, vi, en }) =>
  defineIndicator({
    id: `dossier.on-time.${level}`,
    version: 1,
    title: { vi: `Tỷ lệ hồ sơ giải quyết đúng hạn, ${vi}`, en: `Dossiers finished on time, ${en}` },
    source: `${SIX_MONTHS}; lateness by the original day is inferred`,
    group: 'dossier',
    kind: 'ratio',
    of: 'dossiers',
    ...share(`${within('finished_at')} AND unit_level = '${level}'`, 'ifNull(finished_at <= due_at, false)'),
    unitOfMeasure: 'hồ sơ',
    aboutPersons: true,
  }),
)

/** Of the dossiers of fully online procedures finished in the period, the share that came online. */
export const dossierFullOnline = defineIndicator({
  id: 'dossier.full-online',
  version: 1,
  title: {
    vi: 'Tỷ lệ hồ sơ trực tuyến toàn trình',
    en: 'Dossiers of fully online services that came online',
  },
  source: SIX_MONTHS,
  group: 'dossier',
  kind: 'ratio',
  of: 'dossiers',
  ...share(`${within('finished_at')} AND procedure_online = 'full'`, "channel = 'online'"),
  unitOfMeasure: 'hồ sơ',
  aboutPersons: true,
})

/** Dossiers received online in the period, in all fields. */
export const dossierOnlineReceived = defineIndicator({
  id: 'dossier.online-received',
  version: 1,
  title: { vi: 'Hồ sơ tiếp nhận trực tuyến', en: 'Dossiers received online' },
  source: SIX_MONTHS,
  group: 'dossier',
  kind: 'count',
  of: 'dossiers',
  numerator: `countIf(${within('received_at')} AND channel = 'online')`,
  denominator: null,
  unitOfMeasure: 'hồ sơ',
  aboutPersons: true,
})

/** Online payment transactions of the period: transactions, not dossiers (domain.md §3.1). */
export const dossierOnlinePayments = defineIndicator({
  id: 'dossier.online-payments',
  version: 1,
  title: { vi: 'Giao dịch thanh toán trực tuyến', en: 'Online payment transactions' },
  source: SIX_MONTHS,
  group: 'dossier',
  kind: 'count',
  of: 'dossiers',
  numerator: 'sum(arrayCount(at -> at >= from_at AND at < to_at, payment_at))',
  denominator: null,
  unitOfMeasure: 'giao dịch',
  aboutPersons: true,
})
