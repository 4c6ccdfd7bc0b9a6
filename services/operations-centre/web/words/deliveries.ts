import type { AnswerCode } from '@ioc/snapshot/answer-codes.ts'
import type { Words } from '../view.tsx'

const NOTHING_TO_DO = {
  vi: 'Tự gửi lại; chỉ cần xem nếu kéo dài.',
  en: 'It is sent again by itself; look only if it lasts.',
}
const NOT_BELIEVED = {
  vi: 'Xem có gì đứng giữa hai bên, và khóa của bên nhận đã ghim (NATIONAL_IOC_JWKS).',
  en: 'Look what stands between, and which keys of the receiver are pinned (NATIONAL_IOC_JWKS).',
}
const saying = (vi: string, en: string, todo: Words): Words => ({
  vi: `${vi}. ${todo.vi}`,
  en: `${en}. ${todo.en}`,
})

/** What came of an attempt, and what is to be done about it; the same as the runbook, "Delivery". A new code does not compile until it is here. */
export const ANSWER_SAID: Record<AnswerCode, Words> = {
  accepted: { vi: 'Bên nhận đã tiếp nhận', en: 'The receiver has it' },
  'already-accepted': { vi: 'Bên nhận đã có từ trước', en: 'The receiver had it before' },
  refused: saying('Bên nhận từ chối gói này', 'The receiver refused this snapshot', {
    vi: 'Đọc lý do, sửa điều nó nêu, rồi gửi lại hoặc công bố lần mới.',
    en: 'Read the reason, mend what it names, then send it again or publish anew.',
  }),
  'revoked-key': saying('Khóa đã ký gói này bị thu hồi', 'The key that signed it has been revoked', {
    vi: 'Gửi lại không ích gì: công bố lần mới, lần đó sẽ vượt qua lần này.',
    en: 'Sending it again helps nothing: publish anew, and that goes past it.',
  }),
  'not-taken': saying(
    'Bên nhận không nhận yêu cầu, không có biên nhận',
    'The receiver did not take the request, and gave no receipt',
    {
      vi: 'Đọc câu trả lời, sửa điều nó nêu, rồi gửi lại.',
      en: 'Read its answer, mend what it names, then send it again.',
    },
  ),
  away: saying('Không nối được đến bên nhận', 'The receiver cannot be reached', NOTHING_TO_DO),
  certificate: saying('Chứng thư của một bên không được tin', 'The certificate of one side is not believed', {
    vi: 'Xem thời hạn, tên máy và nơi cấp (NATIONAL_IOC_TLS_CA, NATIONAL_IOC_TLS_CERT).',
    en: 'Look at its term, host name and authority (NATIONAL_IOC_TLS_CA, NATIONAL_IOC_TLS_CERT).',
  }),
  credential: saying('Bên nhận không nhận ra ta', 'The receiver does not know us', {
    vi: 'Xem mã truy cập, mã cơ quan và danh sách địa chỉ (NATIONAL_IOC_TOKEN_FILE, NATIONAL_IOC_AGENCY).',
    en: 'Look at the token, the agency id and its list of addresses (NATIONAL_IOC_TOKEN_FILE, NATIONAL_IOC_AGENCY).',
  }),
  timeout: saying('Bên nhận không trả lời kịp', 'The receiver did not answer in time', NOTHING_TO_DO),
  'cut-off': saying('Kết nối đứt giữa chừng', 'The connection ended halfway', NOTHING_TO_DO),
  'too-large': saying('Câu trả lời quá dài', 'The answer is too large', NOT_BELIEVED),
  redirect: saying(
    'Bên nhận chuyển sang địa chỉ khác, không đi theo',
    'The receiver points elsewhere, which is not followed',
    {
      vi: 'Đặt đúng địa chỉ (NATIONAL_IOC_URL).',
      en: 'Set the right address (NATIONAL_IOC_URL).',
    },
  ),
  'wrong-address': saying(
    'Địa chỉ không phải của giao diện tiếp nhận',
    'The address is not that of the interface',
    {
      vi: 'Đặt đúng địa chỉ (NATIONAL_IOC_URL).',
      en: 'Set the right address (NATIONAL_IOC_URL).',
    },
  ),
  busy: saying('Bên nhận đang bận', 'The receiver is busy', NOTHING_TO_DO),
  failing: saying('Bên nhận đang lỗi', 'The receiver is failing', NOTHING_TO_DO),
  'no-receipt': saying(
    'Câu trả lời không có biên nhận đọc được',
    'The answer has no readable receipt',
    NOT_BELIEVED,
  ),
  'receipt-elsewhere': saying(
    'Biên nhận là của gói khác',
    'The receipt is of another snapshot',
    NOT_BELIEVED,
  ),
  'receipt-signature': saying(
    'Chữ ký của biên nhận không đúng',
    'The receipt is not signed rightly',
    NOT_BELIEVED,
  ),
  'keys-away': saying(
    'Không lấy được khóa của bên nhận để kiểm tra biên nhận',
    'The keys of the receiver cannot be had, so its receipt cannot be checked',
    NOT_BELIEVED,
  ),
  'unknown-key': saying(
    'Bên nhận chưa biết khóa của ta',
    'The receiver does not know our key yet',
    NOTHING_TO_DO,
  ),
  'missing-revision': saying(
    'Bên nhận còn thiếu lần công bố trước',
    'The receiver lacks the revision before',
    {
      vi: 'Lần trước được tự gửi lại; không phải làm gì.',
      en: 'That one is sent again by itself; there is nothing to do.',
    },
  ),
}

/** Null: another version of ours wrote the code, or none. */
export const answerWords = (code: string | null): Words | null =>
  code !== null && Object.hasOwn(ANSWER_SAID, code) ? ANSWER_SAID[code as AnswerCode] : null
