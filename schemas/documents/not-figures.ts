import type { Span } from './tokens.ts'

/** A kind of number that counts nothing, and how it is recognised. */
export type NotFigure = { name: string; why: string; pattern: RegExp }

const DAY = String.raw`\d{1,2}/\d{1,2}/\d{4}`
const YEAR = String.raw`(?:19|20)\d\d(?![\d.,]*\d)`

/**
 * Numbers that are no figures. Each pattern is narrow on purpose: what none of them recognises must be listed as a figure
 * or mended here, so that a figure cannot slip through as a date. An entry that lists a number goes before any pattern.
 */
export const NOT_FIGURES: readonly NotFigure[] = [
  {
    name: 'day',
    why: 'a calendar day, or the two ends of a span of days',
    pattern: new RegExp(
      String.raw`(?<![\d/])(?:\d{1,2}/\d{1,2}\s*-\s*)?${DAY}(?![\d/])|ngày \d{1,2} tháng \d{1,2} năm \d{4}`,
      'g',
    ),
  },
  { name: 'month', why: 'a month of a year', pattern: /tháng \d{1,2}\/\d{4}/g },
  { name: 'time of day', why: 'an hour', pattern: /(?<!\d)\d{2}:\d{2}(?!\d)/g },
  {
    name: 'year',
    why: 'a year or a span of years',
    pattern: new RegExp(String.raw`(?:năm|giai đoạn|kỳ|đến) ${YEAR}(?:\s*-\s*${YEAR})?`, 'gi'),
  },
  {
    name: 'part of a year',
    why: 'the half of the year spoken of',
    pattern: /0?6 tháng(?= đầu| cuối|, năm)/gi,
  },
  {
    name: 'number of a document',
    why: 'names a decision, plan, resolution or letter: 2619/QĐ-UBND, 14-NQ/TU, 14/2019/QĐ-TTg',
    pattern: /(?<![\d.,/])\d+(?:\/\d{4})?[/-]\p{Lu}[\p{L}\d]*(?:[-/.]\p{Lu}+[\p{L}\d]*)*/gu,
  },
  {
    name: 'heading',
    why: 'counts sections: "2. Cải cách thủ tục hành chính"',
    pattern: /^\d{1,2}\.(?= \p{Lu})/gmu,
  },
  {
    name: 'criterion',
    why: 'the number of a criterion in the appendix, on a line of its own above its name',
    pattern: /^[1-9](?:\.\d){0,2}(?=\n\s*\n\p{L})/gmu,
  },
  {
    name: 'place in a document',
    why: 'a page, section or appendix that is cited',
    pattern: /(?:trang|mục|Phụ lục) \d+(?![\d.,/]*\d)/g,
  },
  { name: 'Scheme 06', why: 'the name of the national scheme on population data', pattern: /Đề án 06/g },
  {
    name: 'round the clock',
    why: 'a way of saying always: 24/24h, 7 days a week',
    pattern: /24\/24h trong ngày và 0?7 ngày trong tuần/g,
  },
  {
    name: 'level of a service',
    why: 'names a level of online services (mức độ 3, mức độ 4)',
    pattern: /mức độ [34]/g,
  },
  { name: 'version', why: 'of an architecture', pattern: /Chính quyền điện tử 2\.0/g },
  { name: 'name', why: 'a part of a name', pattern: /Covid-19/g },
  {
    name: 'ordinal',
    why: 'says which one, not how many: a session, a round, a week of a contest',
    pattern: /(?:Kỳ họp thứ|bất thường lần thứ|Hội nghị Trung ương|đợt|[Tt]uần) \d+(?![\d.,/]*\d)/g,
  },
]

/** Where in a text each pattern recognises something. */
export const notFiguresIn = (text: string): (Span & { name: string })[] =>
  NOT_FIGURES.flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      name,
      from: match.index,
      to: match.index + match[0].length,
    })),
  )
