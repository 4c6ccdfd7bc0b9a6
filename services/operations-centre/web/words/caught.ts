import type { Words } from '../view.tsx'

/** What is said where a part of the page cannot be shown. */
export const CAUGHT = {
  notLoaded: {
    vi: 'Chưa tải được phần này: máy chủ không trả lời, hoặc trang đã được nâng cấp từ khi mở.',
    en: 'This part could not be loaded: the server does not answer, or the page was upgraded since it was opened.',
  },
  broken: {
    vi: 'Phần này gặp lỗi nên không hiện được; các phần khác vẫn dùng được.',
    en: 'This part has met an error and cannot be shown; the others can still be used.',
  },
  again: { vi: 'Thử lại', en: 'Try again' },
  away: {
    vi: 'Máy chủ vẫn chưa trả lời. Trang tự thử lại khi nối lại được.',
    en: 'The server still does not answer. The page tries again by itself once it is connected.',
  },
} as const satisfies Record<string, Words>
