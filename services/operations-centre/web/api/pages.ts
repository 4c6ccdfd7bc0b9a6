/** The pages one went through to the one that is shown: the cursor each begins before; the newest has none. */
export type Pages = readonly (string | undefined)[]

export const newestPage: Pages = [undefined]
export const olderPage = (pages: Pages, next: string): Pages => [...pages, next]
export const newerPage = (pages: Pages): Pages => (pages.length > 1 ? pages.slice(0, -1) : pages)

/** Which rows are shown, counted from the newest: every page before this one was full. */
export const rangeOf = (pages: Pages, rows: number, perPage: number): { from: number; to: number } => {
  const before = (pages.length - 1) * perPage
  return { from: rows === 0 ? before : before + 1, to: before + rows }
}
