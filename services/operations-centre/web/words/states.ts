import type { ReceiptState } from '@ioc/exchange'
import type { Figure, ValueState } from '@ioc/indicators/figure.ts'
import type { KNOWN_DIFFERENCES } from '@ioc/schemas/events/reported-figure.ts'
import type { StageState } from '../../pulse/stages.ts'
import type { RemedyState } from '../../routes/remediation.ts'
import type { Freshness } from '../../sources/freshness.ts'
import type { Words } from '../view.tsx'

/** Colours of the page; each has its own sign too, for whoever does not see colours. */
export type Tone = 'good' | 'note' | 'warn' | 'bad' | 'quiet'
export const SIGNS: Record<Tone, string> = { good: '●', note: '◆', warn: '▲', bad: '■', quiet: '○' }

/** A state as it is shown: a word, a colour, and what it means. A new state does not compile until it is here. */
export type Shown = { word: Words; tone: Tone; meaning: Words }

export const VALUE_SHOWN: Record<ValueState, Shown> = {
  reported: {
    word: { vi: 'Có số liệu', en: 'Reported' },
    tone: 'good',
    meaning: {
      vi: 'Nguồn đã nói về kỳ này; số có thể là 0',
      en: 'Its source has spoken for the period; it may be 0',
    },
  },
  missing: {
    word: { vi: 'Thiếu', en: 'Missing' },
    tone: 'warn',
    meaning: { vi: 'Nguồn chưa nói gì về kỳ này', en: 'Its source has not spoken for the period' },
  },
  'not-applicable': {
    word: { vi: 'Không áp dụng', en: 'Not applicable' },
    tone: 'quiet',
    meaning: { vi: 'Phạm vi này không có gì để tính', en: 'The scope holds nothing it could count' },
  },
  withheld: {
    word: { vi: 'Không công bố', en: 'Withheld' },
    tone: 'quiet',
    meaning: { vi: 'Số quá nhỏ để công bố', en: 'Too small to publish' },
  },
}

export const REMEDY_SHOWN: Record<RemedyState, Shown> = {
  open: {
    word: { vi: 'Đang làm', en: 'Open' },
    tone: 'note',
    meaning: { vi: 'Còn trong hạn, hoặc không có hạn', en: 'Still in time, or without a deadline' },
  },
  done: {
    word: { vi: 'Đã xong', en: 'Done' },
    tone: 'good',
    meaning: { vi: 'Cơ quan báo cáo đã xong', en: 'Reported done' },
  },
  overdue: {
    word: { vi: 'Quá hạn', en: 'Overdue' },
    tone: 'bad',
    meaning: { vi: 'Hết hạn mà chưa báo cáo xong', en: 'Past its deadline and not reported done' },
  },
}

export const FRESHNESS_SHOWN: Record<Freshness, Shown> = {
  fresh: {
    word: { vi: 'Mới', en: 'Fresh' },
    tone: 'good',
    meaning: { vi: 'Có tin trong một nhịp gần nhất', en: 'Heard within its last rhythm' },
  },
  delayed: {
    word: { vi: 'Chậm', en: 'Delayed' },
    tone: 'warn',
    meaning: { vi: 'Im lặng quá một nhịp', en: 'Silent for more than one rhythm' },
  },
  stale: {
    word: { vi: 'Cũ', en: 'Stale' },
    tone: 'bad',
    meaning: {
      vi: 'Im lặng quá ba nhịp: số liệu không còn là hiện tại',
      en: 'Silent for more than three rhythms: not current',
    },
  },
  unknown: {
    word: { vi: 'Chưa rõ', en: 'Unknown' },
    tone: 'quiet',
    meaning: {
      vi: 'Chưa từng có tin, hoặc chưa cho biết nhịp gửi',
      en: 'Never heard, or has not said its rhythm',
    },
  },
}

/** A source its producer lets nothing through of, until it is released. */
export const HELD_SHOWN: Shown = {
  word: { vi: 'Đang bị giữ', en: 'Held' },
  tone: 'bad',
  meaning: {
    vi: 'Nơi phát không nhận gì từ nguồn này cho đến khi được mở lại',
    en: 'Its producer takes nothing from it until it is released',
  },
}

export const STAGE_SHOWN: Record<StageState, Shown> = {
  flowing: {
    word: { vi: 'Đang chảy', en: 'Flowing' },
    tone: 'good',
    meaning: { vi: 'Có sự kiện đi qua và theo kịp', en: 'Events pass and it keeps up' },
  },
  idle: {
    word: { vi: 'Nghỉ', en: 'At rest' },
    tone: 'quiet',
    meaning: { vi: 'Không còn việc phải làm', en: 'Nothing is owed' },
  },
  behind: {
    word: { vi: 'Đang chậm', en: 'Behind' },
    tone: 'warn',
    meaning: { vi: 'Còn nợ việc nhiều hơn mức theo kịp', en: 'Owes more than it keeps up with' },
  },
  held: {
    word: { vi: 'Có nguồn bị giữ', en: 'A source is held' },
    tone: 'bad',
    meaning: {
      vi: 'Ít nhất một nguồn bị giữ ở đầu vào; các nguồn khác vẫn chảy',
      en: 'At least one source is held at its producer; the others flow',
    },
  },
  stopped: {
    word: { vi: 'Dừng', en: 'Stopped' },
    tone: 'bad',
    meaning: {
      vi: 'Còn nợ việc mà không chạy, hoặc không trả lời',
      en: 'Owes work and does none, or does not answer',
    },
  },
  unknown: {
    word: { vi: 'Chưa rõ', en: 'Unknown' },
    tone: 'quiet',
    meaning: { vi: 'Chưa có số liệu', en: 'No data yet' },
  },
}

export const RECEIPT_SHOWN: Record<ReceiptState, Shown> = {
  accepted: {
    word: { vi: 'Đã tiếp nhận', en: 'Accepted' },
    tone: 'good',
    meaning: { vi: 'IOC quốc gia đã ký biên nhận', en: 'The national IOC signed a receipt' },
  },
  refused: {
    word: { vi: 'Bị từ chối', en: 'Refused' },
    tone: 'bad',
    meaning: { vi: 'IOC quốc gia không tiếp nhận', en: 'The national IOC did not take it' },
  },
  unanswered: {
    word: { vi: 'Chưa trả lời', en: 'Unanswered' },
    tone: 'warn',
    meaning: { vi: 'Đã gửi, chưa có biên nhận; sẽ gửi lại', en: 'Sent without receipt; it is sent again' },
  },
  waiting: {
    word: { vi: 'Chờ gửi', en: 'Waiting' },
    tone: 'quiet',
    meaning: { vi: 'Đã ký, chưa gửi', en: 'Signed, not sent yet' },
  },
}

type KnownDifference = (typeof KNOWN_DIFFERENCES)[number]
/** What comparing the printed with the computed number says. */
export type Verdict = 'agrees' | KnownDifference | 'differs' | 'uncounted'

const known = (vi: string, en: string, meaning: Words): Shown => ({
  word: { vi: `Khác biệt đã biết: ${vi}`, en: `Known difference: ${en}` },
  tone: 'note',
  meaning,
})

export const VERDICT_SHOWN: Record<Verdict, Shown> = {
  agrees: {
    word: { vi: 'Khớp', en: 'Agrees' },
    tone: 'good',
    meaning: { vi: 'Số in bằng số tính từ sự kiện', en: 'Printed equals what events give' },
  },
  truncated: known('cắt bớt', 'truncated', {
    vi: 'Văn bản cắt chữ số thay vì làm tròn',
    en: 'The document cut digits instead of rounding',
  }),
  typo: known('lỗi đánh máy', 'typo', {
    vi: 'Sai một chữ số trong văn bản',
    en: 'A digit is wrong in the document',
  }),
  count: known('số đếm', 'counts', {
    vi: 'Số đếm in không cho ra tỷ lệ in',
    en: 'The printed counts do not give the printed share',
  }),
  unexplained: known('chưa rõ lý do', 'unexplained', {
    vi: 'Văn bản không nêu căn cứ',
    en: 'No document says why',
  }),
  differs: {
    word: { vi: 'Lệch', en: 'Differs' },
    tone: 'bad',
    meaning: {
      vi: 'Số in khác số tính, chưa giải thích',
      en: 'Printed and computed differ without explanation',
    },
  },
  uncounted: {
    word: { vi: 'Chưa tính được', en: 'Not counted yet' },
    tone: 'quiet',
    meaning: { vi: 'Chưa có sự kiện cho kỳ này', en: 'No events for this period yet' },
  },
}

export function verdictOf(figure: Pick<Figure, 'agrees' | 'knownDifference' | 'value'>): Verdict {
  if (figure.agrees) return 'agrees'
  if (figure.value === null) return 'uncounted'
  return isKnown(figure.knownDifference) ? figure.knownDifference : 'differs'
}

const isKnown = (text: string | null): text is KnownDifference =>
  text === 'typo' || text === 'count' || text === 'truncated' || text === 'unexplained'
