import type { Words } from '../view.tsx'

/** Going through many rows. */
export const PAGES = {
  pages: { vi: 'Các trang', en: 'Pages' },
  range: { vi: '{from}–{to} trong {all}', en: '{from}–{to} of {all}' },
  rangeAlone: { vi: '{from}–{to}', en: '{from}–{to}' },
  newer: { vi: 'Mới hơn', en: 'Newer' },
  keys: { vi: 'Alt+PageDown, Alt+PageUp', en: 'Alt+PageDown, Alt+PageUp' },
} as const satisfies Record<string, Words>
