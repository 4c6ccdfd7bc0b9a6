/** Documents that state the rules of the dossier indicators. */
export const SIX_MONTHS = 'Báo cáo CCHC 6 tháng đầu năm 2024, mục II.2.d và II.2.g'
export const DECREE_61 = 'Nghị định 61/2018/NĐ-CP, sửa đổi bởi Nghị định 107/2021/NĐ-CP'
/** No document of the province states the counting rule: the field's plain meaning is taken, and marked. */
export const PLAIN_MEANING =
  'Quyết định 766/QĐ-TTg và thông lệ báo cáo một cửa; the counting rule is inferred'
