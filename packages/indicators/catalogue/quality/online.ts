import { always, share, shareOfDifferent, within } from '../../define.ts'
import { qualityComponent } from './family.ts'

/** Of the dossiers received in the period, those that came online; where the result is a paper, an electronic one is needed too. No channel counts as direct. */
export const onlineSubmissions = qualityComponent({
  component: 'ONLINE_SUBMISSIONS',
  vi: 'Hồ sơ nộp trực tuyến',
  en: 'Dossiers submitted online',
  halves: {
    numerator: {
      vi: 'trong đó hồ sơ nộp trực tuyến; nếu thủ tục trả kết quả giấy thì phải có thêm kết quả điện tử',
      en: 'of those, handed in online; where the result is a paper, an electronic one is needed too',
    },
    denominator: {
      vi: 'hồ sơ tiếp nhận trong kỳ; không rõ kênh thì tính là trực tiếp',
      en: 'dossiers received in the period; no channel counts as direct',
    },
  },
  ...share(within('received_at'), always("channel = 'online' AND (NOT returns_paper OR electronic_result)")),
})

/** Of the online services with a dossier in the period, those with one that came online. */
export const onlineServicesWithDossiers = qualityComponent({
  component: 'ONLINE_SERVICES_WITH_DOSSIERS',
  vi: 'Dịch vụ công trực tuyến có phát sinh hồ sơ trực tuyến',
  en: 'Online services with online dossiers',
  halves: {
    numerator: {
      vi: 'trong đó dịch vụ công có hồ sơ nộp trực tuyến',
      en: 'of those, with a dossier handed in online',
    },
    denominator: {
      vi: 'dịch vụ công trực tuyến có phát sinh hồ sơ trong kỳ',
      en: 'online services with a dossier in the period',
    },
  },
  remark: {
    vi: 'đơn vị có thẩm quyền với dịch vụ công nào không được gửi, nên dịch vụ không phát sinh hồ sơ trong kỳ không nằm ở tử số lẫn mẫu số (suy luận)',
    en: 'which services a unit has in its authority is not sent, so services without any dossier in the period are in neither half (inferred)',
  },
  ...shareOfDifferent(
    'procedure_number',
    within('received_at', "procedure_online IN ('full', 'partial')"),
    always("channel = 'online'"),
  ),
})

/** Through the national or the provincial gateway (DuocThanhToanTrucTuyen 1 and 2, domain.md §4.2); what the third value means is unconfirmed, and it does not count. */
const IS_PAID = "hasAny(payment_gateway, ['national', 'province'])"

const withFee = within('received_at', 'ifNull(fee_vnd > 0, false)')

/** Of the dossiers received in the period that owe a fee, those paid online. */
export const paymentDossiers = qualityComponent({
  component: 'PAYMENT_DOSSIERS',
  vi: 'Hồ sơ thanh toán trực tuyến',
  en: 'Dossiers paid online',
  halves: {
    numerator: { vi: 'trong đó hồ sơ có thanh toán trực tuyến', en: 'of those, with an online payment' },
    denominator: {
      vi: 'hồ sơ phải nộp phí, lệ phí tiếp nhận trong kỳ',
      en: 'dossiers received in the period that owe a fee',
    },
  },
  ...share(withFee, always(IS_PAID)),
})

/** Of the procedures with a dossier that owes a fee in the period, those with an online payment. */
export const paymentProcedures = qualityComponent({
  component: 'PAYMENT_PROCEDURES_WITH_TRANSACTION',
  vi: 'Thủ tục có giao dịch thanh toán trực tuyến',
  en: 'Procedures with an online payment',
  halves: {
    numerator: {
      vi: 'trong đó thủ tục có giao dịch thanh toán trực tuyến',
      en: 'of those, with an online payment',
    },
    denominator: {
      vi: 'thủ tục có hồ sơ phải nộp phí, lệ phí tiếp nhận trong kỳ',
      en: 'procedures with a dossier received in the period that owes a fee',
    },
  },
  remark: {
    vi: 'thủ tục không phát sinh hồ sơ trong kỳ không nằm ở tử số lẫn mẫu số (suy luận)',
    en: 'procedures without any dossier in the period are in neither half (inferred)',
  },
  ...shareOfDifferent('procedure_number', withFee, always(IS_PAID)),
})
