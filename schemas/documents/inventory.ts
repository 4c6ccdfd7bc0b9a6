import type { SeedDocument } from './index.ts'
import { notFiguresIn } from './not-figures.ts'
import { findPiece, liesIn, lineOf, numbersIn, type Span, type Token } from './tokens.ts'

/** What is wrong with a list of figures: where, and what to do. */
export type InventoryFault = { line: number; message: string }

export type Inventory = {
  numbers: number
  listed: number
  /** How many numbers each pattern recognised. */
  recognised: Record<string, number>
  faults: InventoryFault[]
}

/**
 * Holds a document's text against the list of its figures: every number of the text must be listed in the entry whose piece
 * it stands in, or be recognised as no figure; every listed number must be in the text. Bad lists are values, not throws.
 */
export function takeInventory({ code, text, figures }: SeedDocument): Inventory {
  const faults: InventoryFault[] = []
  const known = notFiguresIn(text)
  const spans = placeEntries({ code, text, figures }, faults)
  const recognised: Record<string, number> = {}
  const next = figures.map(() => 0)
  let listed = 0

  const tokens = numbersIn(text)
  for (const token of tokens) {
    const entry = spans.findIndex((span) => span !== null && overlaps(token, span))
    if (entry >= 0 && !liesIn(token, spans[entry]!)) {
      faults.push({ line: lineOf(text, token.from), message: cutThrough(code, entry, token) })
      continue
    }
    if (entry >= 0 && figures[entry]!.numbers[next[entry]!] === token.text) {
      next[entry]!++
      listed++
      continue
    }
    const pattern = known.find((span) => liesIn(token, span))
    if (pattern) recognised[pattern.name] = (recognised[pattern.name] ?? 0) + 1
    else faults.push({ line: lineOf(text, token.from), message: unlisted(code, text, token) })
  }
  figures.forEach(({ numbers, at }, entry) => {
    const span = spans[entry]
    if (span && next[entry]! < numbers.length)
      faults.push({
        line: lineOf(text, span.from),
        message: invented(code, entry, numbers[next[entry]!]!, at),
      })
  })
  return { numbers: tokens.length, listed, recognised, faults: faults.sort((a, b) => a.line - b.line) }
}

/** Where each entry's piece stands, one after the other; null where it is not found after the one before. */
function placeEntries({ code, text, figures }: SeedDocument, faults: InventoryFault[]): (Span | null)[] {
  let after = 0
  return figures.map(({ at }, entry) => {
    const span = findPiece(text, at, after)
    if (span) after = span.to
    else
      faults.push({
        line: lineOf(text, after),
        message: `${file(code)} entry ${entry}: "${at}" is not in the text after the entry before it; copy the piece as printed, and keep the order of the text`,
      })
    return span
  })
}

const overlaps = (token: Token, span: Span) => token.from < span.to && token.to > span.from
const file = (code: string) => `schemas/documents/figures/${code}.json`

const around = (text: string, { from, to }: Span) =>
  `${text.slice(Math.max(0, from - 60), from)}»${text.slice(from, to)}«${text.slice(to, to + 60)}`
    .replace(/\s+/g, ' ')
    .trim()

const unlisted = (code: string, text: string, token: Token) =>
  `${token.text} is not listed: "${around(text, token)}". Add it to an entry of ${file(code)}, or, if it counts nothing, a pattern to schemas/documents/not-figures.ts`

const cutThrough = (code: string, entry: number, token: Token) =>
  `${file(code)} entry ${entry} begins or ends inside the number ${token.text}; make its piece longer`

const invented = (code: string, entry: number, number: string, at: string) =>
  `${file(code)} entry ${entry} lists ${number}, which is not there (in this order) in "${at}"; list the numbers exactly as printed`
