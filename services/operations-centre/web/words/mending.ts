import type { Words } from '../view.tsx'

/** What the form that mends an event says. */
export const MEND = {
  way: { vi: 'Cách sửa', en: 'How to mend' },
  form: { vi: 'Biểu mẫu', en: 'Form' },
  json: { vi: 'JSON', en: 'JSON' },
  envelope: { vi: 'Thuộc tính của sự kiện', en: 'Attributes of the event' },
  data: { vi: 'Dữ liệu', en: 'Data' },
  foreign: { vi: 'Trường không có trong mẫu dữ liệu', en: 'Fields the contract does not know' },
  foreignHint: {
    vi: 'Trường mang dữ liệu cá nhân phải bỏ; trường viết sai tên thì nhập lại ở trường đúng rồi bỏ.',
    en: 'A field that names a person must go; where only the name is wrong, fill in the right field and remove this one.',
  },
  remove: { vi: 'Bỏ trường', en: 'Remove the field' },
  addRow: { vi: 'Thêm dòng', en: 'Add a row' },
  removeRow: { vi: 'Bỏ dòng', en: 'Remove the row' },
  row: { vi: 'Dòng {n}', en: 'Row {n}' },
  addAnswer: { vi: 'Thêm mã', en: 'Add a code' },
  yes: { vi: 'Có', en: 'Yes' },
  no: { vi: 'Không', en: 'No' },
  notKnown: { vi: '— chưa biết (null)', en: '— not known (null)' },
  absent: { vi: '— không có trường này', en: '— field absent' },
  required: { vi: 'bắt buộc', en: 'required' },
  emptyIsNull: { vi: 'để trống: chưa biết', en: 'empty: not known' },
  masked: {
    vi: 'Đang che; để nguyên thì giữ như trong bản ghi',
    en: 'Masked; left alone it stays as the record has it',
  },
  isText: { vi: 'Đang là chữ, không phải số', en: 'This is text, not a number' },
  readAs: { vi: 'Hiểu là {moment}', en: 'Read as {moment}' },
  endOfDay: { vi: 'hết ngày {day}', en: 'the end of {day}' },
  wrongShape: { vi: 'Chưa đúng dạng của trường này', en: 'Not yet of the form of this field' },
  formNeedsJson: {
    vi: 'JSON đang sai nên chưa hiện được biểu mẫu; sửa ở thẻ JSON trước.',
    en: 'The JSON is broken, so there is no form; mend it on the JSON tab first.',
  },
} as const satisfies Record<string, Words>
