/** Documents that state the rules of the dossier indicators. */
export const SIX_MONTHS = 'Báo cáo CCHC 6 tháng đầu năm 2024, mục II.2.d và II.2.g'
export const DECREE_61 = 'Nghị định 61/2018/NĐ-CP, sửa đổi bởi Nghị định 107/2021/NĐ-CP'
/** The contract has no instant at which a dossier was stopped or withdrawn (sets/progress.ts). */
export const RECORDED_END =
  'a dossier stopped, withdrawn or refused without its instant ends when its newest version was recorded (inferred): sent again later, it counts as open until then, also in periods already over'
/** No document of the province states the counting rule: the field's plain meaning is taken, and marked. */
export const PLAIN_MEANING =
  'Quyết định 766/QĐ-TTg và thông lệ báo cáo một cửa; the counting rule is inferred'
