import type { ActionKind } from '@ioc/dead-letters/actions.ts'
import type { State } from '@ioc/dead-letters/list.ts'
import type { ReplayOutcome } from '@ioc/dead-letters/replay.ts'
import type { Words } from '../view.tsx'
import type { Shown, Tone } from './states.ts'

/** What the dead-letter panel and its dialog say. */
export const DEAD = {
  all: { vi: 'Tất cả', en: 'All' },
  contract: { vi: 'Mẫu dữ liệu', en: 'Contract' },
  unit: { vi: 'Mã đơn vị', en: 'Unit code' },
  find: { vi: 'Tìm', en: 'Find' },
  unitHint: {
    vi: 'Mã đơn vị nằm trong nội dung niêm phong: tìm cần khóa điều hành và được ghi lại; số đếm không tính theo đơn vị.',
    en: 'The unit lies in the sealed content: finding takes the operator key and is recorded; counts do not follow it.',
  },
  from: { vi: 'Đến từ lúc', en: 'Came from' },
  to: { vi: 'Đến trước lúc', en: 'Came before' },
  clear: { vi: 'Bỏ lọc', en: 'Clear the filter' },
  moreReasons: { vi: '+ {n} lý do khác', en: '+ {n} other reasons' },
  fewerReasons: { vi: 'Thu gọn', en: 'Show fewer' },
  asking: { vi: 'Đang tìm…', en: 'Asking…' },
  state: { vi: 'Tình trạng', en: 'State' },
  filter: { vi: 'Lọc', en: 'Filter' },
  older: { vi: 'Cũ hơn', en: 'Older' },
  newest: { vi: 'Mới nhất', en: 'Newest' },
  noMatch: { vi: 'Không có bản ghi nào khớp bộ lọc', en: 'Nothing matches the filter' },
  details: { vi: 'Chi tiết', en: 'Details' },
  detailsOf: { vi: 'Chi tiết của', en: 'Details of' },
  close: { vi: 'Đóng', en: 'Close' },
  reasons: { vi: 'Lý do bị loại', en: 'Why it was rejected' },
  wholeRecord: { vi: 'toàn bản ghi', en: 'the whole record' },
  history: { vi: 'Diễn biến', en: 'History' },
  arrived: { vi: 'Đến sổ cái, bị loại', en: 'Arrived and was rejected' },
  replayKept: { vi: 'Gửi lại, được giữ tại', en: 'Sent again, kept at' },
  replayRejected: { vi: 'Gửi lại, lại bị loại tại', en: 'Sent again, rejected again at' },
  changed: { vi: 'đã sửa', en: 'changed' },
  bytes: { vi: 'byte', en: 'bytes' },

  operatorKey: { vi: 'Khóa điều hành', en: 'Operator key' },
  operatorName: { vi: 'Tên người thao tác', en: 'Your name' },
  keyHint: {
    vi: 'Khóa có tên do quản trị cấp (npm run keys -- operator new), hoặc tệp keys/operator. Tên của khóa được ghi lại; tên ghi ở đây đứng bên cạnh. Chỉ giữ đến khi đóng cửa sổ này.',
    en: 'A named token (npm run keys -- operator new), or the file keys/operator. The token’s name is what is recorded; the name written here stands beside it. Kept only until this window is closed.',
  },
  useKey: { vi: 'Dùng khóa', en: 'Use this key' },
  forgetKey: { vi: 'Quên khóa', en: 'Forget the key' },
  wrongKey: { vi: 'Khóa không đúng; hãy nhập lại.', en: 'The key is not right; enter it again.' },

  openContent: { vi: 'Mở nội dung (che dữ liệu cá nhân)', en: 'Open the content (person fields masked)' },
  openHint: {
    vi: 'Việc mở được ghi lại: ai, lúc nào, vì sao.',
    en: 'Opening is recorded: who, when and why.',
  },
  why: { vi: 'Vì sao', en: 'Why' },
  event: { vi: 'Sự kiện', en: 'Event' },
  eventHint: {
    vi: '••• là chỗ bị che và giữ nguyên như trong bản ghi. Kết luận tự cập nhật sau mỗi lần sửa; đạt rồi thì gửi lại.',
    en: '••• stands for what is masked and stays as it is in the record. The verdict follows each change; once it is good, send.',
  },
  notJson: {
    vi: 'Không phải JSON; chữ hiện thành x, số thành 0:',
    en: 'No JSON; letters are shown as x and digits as 0:',
  },
  newData: {
    vi: 'Muốn sửa, hãy thêm "data" mới vào sự kiện dưới đây.',
    en: 'To mend it, add new "data" to the event below.',
  },
  seeVerdict: { vi: 'Xem kết luận', en: 'See the verdict' },
  send: { vi: 'Gửi lại', en: 'Send again' },
  working: { vi: 'Đang thực hiện…', en: 'Working…' },
  brokenJson: {
    vi: 'JSON chưa đúng từ dòng {line}, cột {column}',
    en: 'This is no JSON yet, from line {line}, column {column} on',
  },
  maskEdited: {
    vi: '••• không phải giá trị. Để nguyên, xóa trường, hoặc nhập giá trị mới:',
    en: '••• is no value. Leave it, remove the field, or enter a new value:',
  },
  drop: { vi: 'Gác lại', en: 'Set aside' },
  reopen: { vi: 'Mở lại', en: 'Take back' },
  dropHint: {
    vi: 'Không xóa gì: bản ghi vẫn còn và có thể mở lại.',
    en: 'Nothing is deleted: the record stays and can be taken back.',
  },

  sendTogether: { vi: 'Gửi lại tất cả cùng lý do', en: 'Send again all that share' },
  waitingNow: {
    vi: '{found} bản ghi đang chờ{which} sẽ được gửi lại.',
    en: '{found} waiting records{which} will be sent again.',
  },
  waitingUncounted: {
    vi: 'Mọi bản ghi đang chờ{which} sẽ được gửi lại.',
    en: 'All waiting records{which} will be sent again.',
  },
  ofSource: { vi: ' từ nguồn {of}', en: ' of the source {of}' },
  ofContract: { vi: ' theo mẫu dữ liệu {of}', en: ' of the contract {of}' },
  ofUnit: { vi: ' của đơn vị {of}', en: ' of the unit {of}' },
  ofFrom: { vi: ' đến từ {of}', en: ' that came from {of} on' },
  ofTo: { vi: ' đến trước {of}', en: ' that came before {of}' },
  togetherHint: {
    vi: 'Bản ghi nào vẫn sẽ bị loại thì không gửi.',
    en: 'What would be rejected again is not sent.',
  },
  confirmTogether: { vi: 'Xác nhận gửi lại', en: 'Confirm sending' },
  trying: { vi: 'Đã thử {tried} / {found}', en: 'Tried {tried} of {found}' },
  tryingUncounted: { vi: 'Đã thử {tried}', en: 'Tried {tried}' },
  stop: { vi: 'Dừng', en: 'Stop' },
  stopping: { vi: 'Dừng sau loạt đang gửi…', en: 'Stopping after what is under way…' },
  goOn: { vi: 'Tiếp tục', en: 'Go on' },
  triedAll: { vi: 'Đã thử hết {tried} bản ghi', en: 'All {tried} records were tried' },
  triedSome: { vi: 'Đã dừng sau {tried} bản ghi', en: 'Stopped after {tried} records' },
  triedSent: { vi: '{sent} đã gửi', en: '{sent} sent' },
  triedRefused: {
    vi: '{refused} sẽ lại bị loại nên không gửi',
    en: '{refused} would be rejected again and were not sent',
  },
  triedOther: { vi: '{other} không gửi vì lý do khác', en: '{other} not sent for another reason' },
  triedLeft: { vi: 'còn {left} chưa thử', en: '{left} left untried' },
  triedLeftUncounted: { vi: 'phần còn lại chưa thử', en: 'the rest is left untried' },
  noneWaiting: { vi: 'Không còn bản ghi nào chờ', en: 'Nothing waits any more' },

  failed: { vi: 'Không thực hiện được:', en: 'Not done:' },
  noAnswer: { vi: 'máy chủ không trả lời', en: 'the server does not answer' },
} as const satisfies Record<string, Words>

export const DEAD_LETTER_SHOWN: Record<State, Shown> = {
  open: {
    word: { vi: 'Chờ xử lý', en: 'Open' },
    tone: 'warn',
    meaning: { vi: 'Chưa ai gửi lại hay gác lại', en: 'Nobody has replayed it or set it aside' },
  },
  sent: {
    word: { vi: 'Đã gửi', en: 'Sent' },
    tone: 'note',
    meaning: { vi: 'Đã gửi lại, sổ cái chưa ghi', en: 'Sent again; the ledger has not folded it yet' },
  },
  replayed: {
    word: { vi: 'Đã giữ lại', en: 'Replayed' },
    tone: 'good',
    meaning: { vi: 'Bản gửi lại đã được giữ', en: 'A replay of it was kept' },
  },
  'rejected-again': {
    word: { vi: 'Lại bị loại', en: 'Rejected again' },
    tone: 'bad',
    meaning: { vi: 'Bản gửi lại cũng bị loại', en: 'A replay of it was rejected too' },
  },
  dropped: {
    word: { vi: 'Đã gác lại', en: 'Set aside' },
    tone: 'quiet',
    meaning: { vi: 'Có người gác lại, có ghi lý do', en: 'Somebody set it aside and said why' },
  },
}

export const OUTCOME_SHOWN: Record<ReplayOutcome, { word: Words; tone: Tone }> = {
  kept: { word: { vi: 'Đã gửi và được giữ', en: 'Sent and kept' }, tone: 'good' },
  'rejected-again': {
    word: { vi: 'Đã gửi và lại bị loại', en: 'Sent and rejected again' },
    tone: 'bad',
  },
  sent: {
    word: { vi: 'Đã gửi, sổ cái chưa ghi', en: 'Sent; the ledger has not folded it yet' },
    tone: 'note',
  },
  'would-be-kept': { word: { vi: 'Sẽ được giữ', en: 'Would be kept' }, tone: 'good' },
  'would-be-rejected': {
    word: { vi: 'Sẽ lại bị loại; không gửi', en: 'Would be rejected again; not sent' },
    tone: 'bad',
  },
  'already-replayed': {
    word: { vi: 'Không gửi: đã được giữ', en: 'Not sent: already kept' },
    tone: 'note',
  },
  'on-its-way': {
    word: { vi: 'Không gửi: một bản có thể đang trên đường', en: 'Not sent: one may be on its way' },
    tone: 'note',
  },
  dropped: { word: { vi: 'Không gửi: đã gác lại', en: 'Not sent: it is set aside' }, tone: 'quiet' },
  'not-replayable': { word: { vi: 'Không gửi lại được', en: 'Cannot be sent again' }, tone: 'bad' },
}

export const ACTION_WORDS: Record<ActionKind, Words> = {
  open: { vi: 'Mở xem, có che', en: 'Opened, masked' },
  'open-unmasked': { vi: 'Mở xem, không che', en: 'Opened unmasked' },
  search: { vi: 'Tìm theo đơn vị', en: 'Sought by unit' },
  replay: { vi: 'Gửi lại', en: 'Sent again' },
  drop: { vi: 'Gác lại', en: 'Set aside' },
  reopen: { vi: 'Mở lại', en: 'Taken back' },
}
