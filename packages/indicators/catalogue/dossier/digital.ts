import { always, share, within } from '../../define.ts'
import { dossierIndicator } from './family.ts'
import { FINISHED, SIX_MONTHS } from './sources.ts'

/** Of the dossiers of fully online procedures finished in the period, the share that came online. */
export const dossierFullOnline = dossierIndicator({
  name: 'full-online',
  remark: {
    vi: 'báo cáo không nêu mẫu số; ở đây là hồ sơ giải quyết xong trong kỳ (suy luận)',
    en: 'the report does not state the denominator; here dossiers finished in the period (inferred)',
  },
  vi: 'Tỷ lệ hồ sơ trực tuyến toàn trình',
  en: 'Dossiers of fully online services that came online',
  source: SIX_MONTHS,
  evidence: 'inferred',
  kind: 'ratio',
  halves: {
    numerator: { vi: 'trong đó hồ sơ nộp trực tuyến', en: 'of those, handed in online' },
    denominator: {
      vi: 'hồ sơ thuộc thủ tục trực tuyến toàn trình giải quyết xong trong kỳ',
      en: 'dossiers of fully online procedures finished in the period',
    },
  },
  ...share(within('finished_at', "procedure_online = 'full'"), always("channel = 'online'")),
})

/** Of the dossiers finished in the period that owe a fee, the share with an online payment; a fee of 0 đồng is none. */
export const dossierPaidOnline = dossierIndicator({
  name: 'paid-online',
  vi: 'Tỷ lệ hồ sơ thanh toán trực tuyến',
  en: 'Dossiers paid online',
  kind: 'ratio',
  halves: {
    numerator: { vi: 'trong đó hồ sơ có thanh toán trực tuyến', en: 'of those, with an online payment' },
    denominator: {
      vi: 'hồ sơ phải nộp phí, lệ phí (trên 0 đồng) giải quyết xong trong kỳ',
      en: 'dossiers finished in the period that owe a fee above 0 đồng',
    },
  },
  ...share(within('finished_at', 'ifNull(fee_vnd > 0, false)'), always('notEmpty(payment_at)')),
})

/** Of the dossiers finished in the period, the share whose papers were digitised. */
export const dossierDigitised = dossierIndicator({
  name: 'digitised',
  vi: 'Tỷ lệ hồ sơ được số hóa',
  en: 'Dossiers digitised',
  kind: 'ratio',
  halves: {
    numerator: { vi: 'trong đó hồ sơ được số hóa giấy tờ', en: 'of those, with digitised papers' },
    denominator: FINISHED,
  },
  ...share(within('finished_at'), always('digitised')),
})

/** Online payment transactions of the period: transactions, not dossiers (domain.md §3.1). */
export const dossierOnlinePayments = dossierIndicator({
  name: 'online-payments',
  vi: 'Giao dịch thanh toán trực tuyến',
  en: 'Online payment transactions',
  source: SIX_MONTHS,
  evidence: 'published',
  kind: 'count',
  halves: {
    numerator: {
      vi: 'giao dịch thanh toán trực tuyến trong kỳ (giao dịch, không phải hồ sơ)',
      en: 'online payment transactions of the period: transactions, not dossiers',
    },
    denominator: null,
  },
  unitOfMeasure: 'giao dịch',
  numerator: {
    counts: 'sum',
    of: ({ within: inside }) => `arrayCount(at -> ${inside('at')}, payment_at)`,
    where: () => 'notEmpty(payment_at)',
    adds: true,
    instants: 'payment_at',
  },
  denominator: null,
})
