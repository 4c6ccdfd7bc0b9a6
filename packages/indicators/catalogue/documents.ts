/** How an indicator's source names a document: Vietnamese, with the day it was issued. */
const TITLES: Readonly<Record<string, string>> = {
  'bc-cchc-6t-2024': 'Báo cáo CCHC 6 tháng đầu năm 2024',
  'kh-5024-2024': 'Kế hoạch 5024/KH-UBND (20/6/2024)',
  'bai-viet-cuoi-nam-2024': 'Bài viết công tác cải cách hành chính năm 2024',
  'bai-viet-2022-10-28': 'Bài viết cải cách hành chính, 28/10/2022',
  'bai-viet-lam-ha-2022-12-28': 'Bài viết của huyện Lâm Hà, 28/12/2022',
}

/**
 * Document and place that print a figure: "Báo cáo CCHC 6 tháng đầu năm 2024, mục I.2".
 * @throws RangeError for a document without a title here
 */
export const sourceOf = (document: string, section: string): string => {
  const title = TITLES[document]
  if (title === undefined)
    throw new RangeError(`document ${document} needs a title in catalogue/documents.ts`)
  return `${title}, ${placeOf(section)}`
}

const placeOf = (section: string): string => {
  if (/^[IVX]+(?:\.|$)/.test(section)) return `mục ${section}`
  return section.replace(/^footnote to /, 'chú thích mục ').replace(/^paragraph /, 'đoạn ')
}
