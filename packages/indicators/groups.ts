/**
 * The data groups shared with the national IOC. No document names the real four (domain.md §1.12), so names and members
 * are configuration; these are the defaults, and inferred.
 */
export type Group = { id: string; title: { vi: string; en: string }; indicators: (id: string) => boolean }

const byPrefix =
  (...prefixes: string[]) =>
  (id: string) =>
    prefixes.some((prefix) => id.startsWith(`${prefix}.`))

export const groups: readonly Group[] = [
  {
    id: 'dossier',
    title: { vi: 'Thủ tục hành chính', en: 'Administrative procedures' },
    indicators: byPrefix('dossier'),
  },
  {
    id: 'feedback',
    title: { vi: 'Phản ánh, kiến nghị', en: 'Citizens’ feedback' },
    indicators: byPrefix('feedback'),
  },
  {
    id: 'satisfaction',
    title: { vi: 'Mức độ hài lòng', en: 'Satisfaction' },
    indicators: byPrefix('satisfaction'),
  },
  {
    id: 'steering',
    title: { vi: 'Chỉ đạo, điều hành', en: 'Direction and steering' },
    // The PAR Index is what steering is judged by.
    indicators: byPrefix('steering', 'par'),
  },
]
