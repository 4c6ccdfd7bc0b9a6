import type { DOSSIER_STATUSES } from '@ioc/schemas/events/dossier.ts'
import type { FEEDBACK_STATUSES } from '@ioc/schemas/events/feedback.ts'
import type { Words } from '../view.tsx'

/** Short names of the contracts; an unknown one is shown by its id. */
export const CONTRACTS: Record<string, Words> = {
  'dossier.v1': { vi: 'Hồ sơ', en: 'Dossier' },
  'feedback.v1': { vi: 'Phản ánh', en: 'Feedback' },
  'survey-response.v1': { vi: 'Phiếu khảo sát', en: 'Survey form' },
  'reported-figure.v1': { vi: 'Số liệu báo cáo', en: 'Reported figure' },
  'source-progress.v1': { vi: 'Tiến độ nguồn', en: 'Source progress' },
}

/** The groups figures and snapshots belong to. */
export const GROUPS: Record<string, Words> = {
  dossier: { vi: 'Thủ tục hành chính', en: 'Procedures' },
  feedback: { vi: 'Phản ánh, kiến nghị', en: 'Feedback' },
  satisfaction: { vi: 'Mức độ hài lòng', en: 'Satisfaction' },
  quality: { vi: 'Chất lượng phục vụ (Quyết định 766)', en: 'Service quality (Decision 766)' },
  steering: { vi: 'Chỉ đạo, điều hành', en: 'Steering' },
  institutions: { vi: 'Cải cách thể chế', en: 'Institutions' },
  procedures: { vi: 'Cải cách thủ tục hành chính', en: 'Reform of procedures' },
  organisation: { vi: 'Tổ chức bộ máy', en: 'Organisation' },
  'civil-service': { vi: 'Chế độ công vụ', en: 'Civil service' },
  finance: { vi: 'Tài chính công', en: 'Public finance' },
  inspection: { vi: 'Thanh tra, kiểm toán', en: 'Inspection and audit' },
  digital: { vi: 'Chính quyền điện tử, chính quyền số', en: 'Digital government' },
  par: { vi: 'Chỉ số cải cách hành chính (PAR Index)', en: 'PAR Index' },
}

type Status = (typeof DOSSIER_STATUSES)[number] | (typeof FEEDBACK_STATUSES)[number]

/** Statuses in the words of the portals (domain.md §6.2, §7). */
export const STATUSES: Record<Status, Words> = {
  registered: { vi: 'Mới đăng ký', en: 'Registered' },
  received: { vi: 'Được tiếp nhận', en: 'Received' },
  'not-accepted': { vi: 'Không được tiếp nhận', en: 'Not accepted' },
  'in-process': { vi: 'Đang xử lý', en: 'In process' },
  'supplement-requested': { vi: 'Yêu cầu bổ sung giấy tờ', en: 'Papers requested' },
  'payment-requested': { vi: 'Yêu cầu thực hiện nghĩa vụ tài chính', en: 'Payment requested' },
  'withdrawal-requested': { vi: 'Công dân yêu cầu rút', en: 'Withdrawal requested' },
  stopped: { vi: 'Dừng xử lý', en: 'Stopped' },
  finished: { vi: 'Đã xử lý xong', en: 'Finished' },
  returned: { vi: 'Đã trả kết quả', en: 'Result returned' },
  'received-locally': { vi: 'Tiếp nhận ở địa phương', en: 'Received locally' },
  supplemented: { vi: 'Phản ánh đã bổ sung', en: 'Supplemented' },
  'new-at-government-office': { vi: 'Mới tiếp nhận (VPCP)', en: 'New at the Government Office' },
  'supplemented-in-process': { vi: 'PAKN đã bổ sung', en: 'Supplemented, in process' },
  'handled-directly': { vi: 'Xử lý trực tiếp', en: 'Handled directly' },
  'handled-locally': { vi: 'Xử lý ở địa phương', en: 'Handled locally' },
  emailed: { vi: 'Đã gửi email', en: 'E-mailed' },
  'returned-inside': { vi: 'Trả lại nội bộ', en: 'Returned inside' },
  forwarded: { vi: 'Chuyển cơ quan khác', en: 'Forwarded' },
  'awaiting-publication': { vi: 'Chờ công khai', en: 'Awaiting publication' },
  published: { vi: 'Đã công khai', en: 'Published' },
  refused: { vi: 'Từ chối tiếp nhận', en: 'Refused' },
  'handled-elsewhere': { vi: 'Xử lý ở hệ thống khác', en: 'Handled elsewhere' },
  'awaiting-supplement': { vi: 'Chờ bổ sung', en: 'Awaiting supplement' },
  'returned-to-receiver': { vi: 'Trả lại tiếp nhận địa phương', en: 'Returned to receiver' },
}

/** Words for a code from outside this page; a code without words is shown as it is. */
export const wordsFor = (known: Record<string, Words>, code: string): Words =>
  known[code] ?? { vi: code, en: code }
