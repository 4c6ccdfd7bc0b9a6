import type { Bilingual } from '@ioc/scoring'

/** Documents that state the rules of the dossier indicators. */
export const SIX_MONTHS = 'Báo cáo CCHC 6 tháng đầu năm 2024, mục II.2.d và II.2.g'
export const DECREE_61 = 'Nghị định 61/2018/NĐ-CP, sửa đổi bởi Nghị định 107/2021/NĐ-CP'
export const COMMON_USE = 'Quyết định 766/QĐ-TTg và thông lệ báo cáo một cửa'

/** The contract has no instant at which a dossier was stopped or withdrawn (sets/progress.ts). */
export const RECORDED_END: Bilingual = {
  vi: 'hồ sơ dừng, rút hoặc bị từ chối mà không có thời điểm thì coi là kết thúc khi phiên bản mới nhất của nó được ghi (suy luận): nếu được gửi lại muộn hơn thì đến lúc đó vẫn tính là đang giải quyết, kể cả trong kỳ đã qua',
  en: 'a dossier stopped, withdrawn or refused without its instant ends when its newest version was recorded (inferred): sent again later, it counts as open until then, also in periods already over',
}
/** No document of the province states the counting rule: the field's plain meaning is taken, and marked. */
export const PLAIN_MEANING: Bilingual = { vi: 'quy tắc đếm là suy luận', en: 'the counting rule is inferred' }
/** An extension or an apology does not make a late dossier on time (domain.md §6.4). */
export const ORIGINAL_DAY: Bilingual = {
  vi: 'trễ hạn tính theo ngày hẹn trả đầu tiên (suy luận)',
  en: 'lateness by the first promised day is inferred',
}

/** What several indicators over dossiers are shares of. */
export const RECEIVED: Bilingual = { vi: 'hồ sơ tiếp nhận trong kỳ', en: 'dossiers received in the period' }
export const FINISHED: Bilingual = {
  vi: 'hồ sơ giải quyết xong trong kỳ',
  en: 'dossiers finished in the period',
}
export const IN_PROCESS: Bilingual = {
  vi: 'hồ sơ đang giải quyết khi hết kỳ, tiếp nhận vào bất cứ lúc nào',
  en: 'dossiers in process when the period ends, whenever they were received',
}
