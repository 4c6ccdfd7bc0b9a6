import { sameName } from '@ioc/connectors/texts/tidy.ts'
import type { FEEDBACK_STATUSES, FeedbackInput } from '@ioc/schemas/events/feedback.ts'

type Status = (typeof FEEDBACK_STATUSES)[number]

/** Names of the portal's statuses (domain.md §7), and the other spellings its screens use. */
const NAMES: readonly (readonly [Status, ...string[]])[] = [
  ['received-locally', 'Tiếp nhận ở địa phương', 'Tiếp nhận tại địa phương'],
  ['supplemented', 'Phản ánh đã bổ sung'],
  ['new-at-government-office', 'Mới tiếp nhận', 'Mới tiếp nhận (VPCP)'],
  ['supplemented-in-process', 'PAKN đã bổ sung'],
  ['handled-directly', 'Xử lý trực tiếp', 'Đang xử lý trực tiếp'],
  ['handled-locally', 'Xử lý ở địa phương', 'Xử lý tại địa phương', 'Đang xử lý'],
  ['emailed', 'Đã gửi email'],
  ['returned-inside', 'Trả lại nội bộ'],
  ['forwarded', 'Chuyển cơ quan khác', 'Chuyển đơn vị khác', 'Trả VPCP', 'Trả lại VPCP'],
  ['awaiting-publication', 'Chờ công khai'],
  ['published', 'Đã công khai'],
  ['refused', 'Từ chối tiếp nhận'],
  ['handled-elsewhere', 'Xử lý ở hệ thống khác', 'Xử lý tại hệ thống khác'],
  ['awaiting-supplement', 'Chờ bổ sung'],
  ['returned-to-receiver', 'Trả lại tiếp nhận địa phương'],
]

/** By their names, case and composition aside. */
export const STATUSES: ReadonlyMap<string, Status> = new Map(
  NAMES.flatMap(([status, ...names]) => names.map((name) => [sameName(name), status] as const)),
)

/** What a piece of feedback is about. */
export const KINDS: ReadonlyMap<string, FeedbackInput['kind']> = new Map([
  [sameName('Quy định hành chính'), 'regulation'],
  [sameName('Quy định, chính sách, thủ tục'), 'regulation'],
  [sameName('Hành vi'), 'conduct'],
  [sameName('Hành vi hành chính'), 'conduct'],
  [sameName('Khác'), 'other'],
])

export const VERDICTS: ReadonlyMap<string, 'like' | 'dislike'> = new Map([
  [sameName('Thích'), 'like'],
  [sameName('Hài lòng'), 'like'],
  [sameName('Không thích'), 'dislike'],
  [sameName('Không hài lòng'), 'dislike'],
])
