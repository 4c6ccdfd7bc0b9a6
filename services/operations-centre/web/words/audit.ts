import type { AuditOutcome } from '@ioc/operators'
import type { Words } from '../view.tsx'
import type { Shown } from './states.ts'

/** What the screen of the audit says. */
export const AUDIT = {
  title: { vi: 'Nhật ký thao tác', en: 'Audit' },
  hint: {
    vi: 'Ai đã làm gì, lúc nào, kết quả ra sao; chỉ thêm, không sửa. Tên là tên của khóa; tên người dùng tự ghi đứng bên cạnh.',
    en: 'Who did what and when, and what came of it; only ever added to. The name is the token’s; what a person wrote stands beside it.',
  },
  commands: {
    vi: 'Việc làm bằng lệnh trên máy chủ (npm run dead-letters, npm run source) không ghi ở đây: bản ghi bị loại giữ diễn biến của nó, nguồn giữ ai giữ và ai thả.',
    en: 'What is done by command on the machine (npm run dead-letters, npm run source) does not stand here: a dead letter keeps its own history, a source who held and released it.',
  },
  scopeIsView: {
    vi: 'Phạm vi trên các màn hình là một góc nhìn, chưa phải là quyền: khóa điều hành nào cũng thao tác được với mọi đơn vị.',
    en: 'A scope on the screens is a view, not yet a right: any operator’s token acts for every unit.',
  },
  operator: { vi: 'Khóa của', en: 'Token of' },
  action: { vi: 'Thao tác', en: 'Action' },
  from: { vi: 'Từ lúc', en: 'From' },
  to: { vi: 'Trước lúc', en: 'Before' },
  all: { vi: 'Tất cả', en: 'All' },
  when: { vi: 'Lúc', en: 'When' },
  who: { vi: 'Ai', en: 'Who' },
  subject: { vi: 'Đối tượng', en: 'Subject' },
  why: { vi: 'Vì sao', en: 'Why' },
  content: { vi: 'Nội dung', en: 'Content' },
  outcome: { vi: 'Kết quả', en: 'Outcome' },
  none: { vi: 'Chưa có thao tác nào', en: 'Nobody has done anything yet' },
  older: { vi: 'Cũ hơn', en: 'Older' },
  newest: { vi: 'Về mới nhất', en: 'Back to the newest' },
  forget: { vi: 'Quên khóa', en: 'Forget the key' },
} as const satisfies Record<string, Words>

export const OUTCOME_OF_ACT: Record<AuditOutcome | 'unknown', Shown> = {
  done: {
    word: { vi: 'Đã làm', en: 'Done' },
    tone: 'good',
    meaning: { vi: 'Đã làm xong', en: 'It was done' },
  },
  refused: {
    word: { vi: 'Bị từ chối', en: 'Refused' },
    tone: 'warn',
    meaning: { vi: 'Không làm, vì lý do đã ghi', en: 'It was not done, for the reason told' },
  },
  failed: {
    word: { vi: 'Lỗi', en: 'Failed' },
    tone: 'bad',
    meaning: {
      vi: 'Hệ thống lỗi khi đang làm; có thể đã làm một phần',
      en: 'We failed while doing it; part of it may be done',
    },
  },
  unknown: {
    word: { vi: 'Chưa rõ', en: 'Unknown' },
    tone: 'quiet',
    meaning: {
      vi: 'Đã yêu cầu; kết quả không ghi được',
      en: 'It was asked; what came of it could not be written',
    },
  },
}

/** Actions in words; one without is shown by its code. */
export const ACT_WORDS: Record<string, Words> = {
  'sources.hold': { vi: 'Giữ nguồn', en: 'Hold a source' },
  'sources.release': { vi: 'Thả nguồn', en: 'Release a source' },
  'dead-letters.open': { vi: 'Mở bản ghi bị loại', en: 'Open a dead letter' },
  'dead-letters.search': { vi: 'Tìm đơn vị trong bản ghi niêm phong', en: 'Seek a unit in sealed records' },
  'dead-letters.verdict': { vi: 'Thử sửa bản ghi bị loại', en: 'Try a mending' },
  'dead-letters.replay': { vi: 'Gửi lại bản ghi bị loại', en: 'Replay dead letters' },
  'dead-letters.mend': { vi: 'Sửa và gửi lại', en: 'Mend and replay' },
  'dead-letters.drop': { vi: 'Gác bản ghi bị loại', en: 'Drop a dead letter' },
  'dead-letters.reopen': { vi: 'Mở lại bản ghi đã gác', en: 'Reopen a dead letter' },
  'snapshots.publish': { vi: 'Công bố gói số liệu', en: 'Publish a snapshot' },
  'snapshots.resend': { vi: 'Gửi lại gói số liệu', en: 'Resend a snapshot' },
  'alerts.acknowledge': { vi: 'Nhận xử lý cảnh báo', en: 'Acknowledge an alert' },
  'alert-rules': { vi: 'Đặt quy tắc cảnh báo', en: 'Set a rule of alerts' },
}
