/** A number as a document prints it, and where it stands in the text. */
export type Token = { text: string; from: number; to: number }

/** A piece of the text, from its first character to the one after its last. */
export type Span = { from: number; to: number }

/**
 * Every number written in digits, in the order of the text: "151.017", "96,02", "1.3.2", and 10 and 43 of "10/43".
 * `.` is the thousands mark and `,` the decimal one in these documents; signs and units stay outside.
 * Number words ("một", "hai") are not read.
 */
export const numbersIn = (text: string): Token[] =>
  [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map((match) => ({
    text: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }))

/** A printed number with a decimal point and without thousands marks or padding: "1.183,7" is "1183.7", "05" is "5". */
export const decimalOf = (number: string) =>
  number
    .replaceAll('.', '')
    .replace(',', '.')
    .replace(/^0+(?=\d)/, '')

/** True where `inner` lies wholly inside `outer`. */
export const liesIn = (inner: Span, outer: Span) => inner.from >= outer.from && inner.to <= outer.to

/** Where a piece of the text stands at or after a position; runs of white space match each other. Null: nowhere. */
export function findPiece(text: string, piece: string, after: number): Span | null {
  const words = piece.trim().split(/\s+/).map(escapeWord)
  const pattern = new RegExp(words.join('\\s+'), 'g')
  pattern.lastIndex = after
  const match = pattern.exec(text)
  return match ? { from: match.index, to: match.index + match[0].length } : null
}

/** The line a position stands in, counted from 1. */
export const lineOf = (text: string, at: number) => text.slice(0, at).split('\n').length

const escapeWord = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
