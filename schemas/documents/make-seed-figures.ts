import { writeFileSync } from 'node:fs'
import {
  DOCUMENT_CODES,
  type DocumentFigure,
  LEFT_OUT_REASONS,
  type LeftOutReason,
  readDocument,
  type SeedDocument,
} from './index.ts'
import { takeInventory } from './inventory.ts'
import { NOT_FIGURES } from './not-figures.ts'
import { printed } from './printed.ts'
import { decimalOf } from './tokens.ts'

const INTRO = `# Figures of the five documents

Made by \`node schemas/documents/make-seed-figures.ts\` from [schemas/documents](../schemas/documents); not to be edited by hand.

Every number in digits of the province's five documents is here, or is recognised as no figure (a date, the number of a
decision, …) by one of the patterns below; a test fails on a number that is neither. Number words ("một", "hai") are not
read. Numbers stand as printed: \`.\` parts thousands, \`,\` is the decimal mark. A figure printed twice is listed twice. A
period in brackets is inferred: the document does not state it for that figure.`

/** The text of \`docs/seed-figures.md\`: sums first, then one table a document. */
export function printSeedFigures(): string {
  const documents = DOCUMENT_CODES.map(readDocument)
  return [
    INTRO,
    '## Sums',
    sumsOf(documents),
    '### Why a figure is left out',
    reasonsOf(documents.flatMap(({ figures }) => figures)),
    '### Numbers that are no figures',
    patternsOf(documents),
    ...documents.flatMap((document) => [
      `## ${titleOf(document.code)}`,
      factsOf(document),
      figuresOf(document),
    ]),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n')
}

const sumsOf = (documents: readonly SeedDocument[]) => {
  const rows = documents.map((document) => {
    const { numbers, listed } = takeInventory(document)
    const carried = document.figures.filter(({ carriedBy }) => carriedBy !== null)
    const indicators = new Set(carried.map(({ carriedBy }) => carriedBy))
    return [
      `\`${document.code}\``,
      ...[numbers, numbers - listed, listed, document.figures.length, carried.length].map(String),
      String(document.figures.length - carried.length),
      String(indicators.size),
    ]
  })
  const total = rows[0]!.map((_, column) =>
    column === 0
      ? 'all'
      : column === 7
        ? ''
        : String(rows.reduce((sum, row) => sum + Number(row[column]), 0)),
  )
  return table(
    ['Document', 'Numbers', 'No figures', 'Numbers listed', 'Figures', 'Carried', 'Left out', 'Indicators'],
    [...rows, total],
  )
}

const reasonsOf = (figures: readonly DocumentFigure[]) =>
  table(
    ['Reason', 'Figures', 'Meaning'],
    Object.entries(LEFT_OUT_REASONS).map(([reason, meaning]) => [
      reason,
      String(figures.filter(({ leftOut }) => leftOut?.reason === (reason as LeftOutReason)).length),
      meaning,
    ]),
  )

const patternsOf = (documents: readonly SeedDocument[]) => {
  const counts = documents.map((document) => takeInventory(document).recognised)
  return table(
    ['Pattern', 'Numbers', 'What it is'],
    NOT_FIGURES.map(({ name, why }) => [
      name,
      String(counts.reduce((sum, recognised) => sum + (recognised[name] ?? 0), 0)),
      why,
    ]),
  )
}

const titleOf = (code: string) => printed.documents[code]!.title

/** Sources replay the province up to this day (services/figure-producer/sources/first-half-2024). */
const REPLAYED_TO = '2024-06-30'

const factsOf = ({ code }: SeedDocument) => {
  const { issuedOn, issuedOnInferred } = printed.documents[code]!
  const inferred = issuedOnInferred ? ` (inferred: ${issuedOnInferred})` : ''
  return `\`${code}\`, issued ${issuedOn}${inferred}; text: [${code}.txt](../schemas/documents/texts/${code}.txt).${issuedOn > REPLAYED_TO ? LATER : ''}`
}

const LATER =
  ' It was issued after the replayed half-year, and a record of then would come from the future: source `end-2024` tells its figures once the business clock has passed that day.'

const figuresOf = ({ code, figures }: SeedDocument) =>
  table(
    ['Section', 'Figure', 'Numbers', 'Unit', 'Scope', 'Period', 'Carried by, or left out'],
    figures.map((figure) => [
      figure.where,
      `${figure.what.en} (${figure.what.vi})`,
      figure.numbers.join(' · '),
      figure.unit,
      figure.scope,
      periodOf(figure),
      fateOf(code, figure),
    ]),
  )

/** Who carries it, and how it is known to differ from its own halves; or why it is left out. */
const fateOf = (code: string, { leftOut, carriedBy, numbers }: DocumentFigure) => {
  if (leftOut) return `_${leftOut.reason}_${leftOut.words ? `: ${leftOut.words}` : ''}`
  const row = printed.figures.find(
    (row) =>
      row.document === code &&
      row.indicator === carriedBy &&
      row.knownDifference !== undefined &&
      numbers.some((number) => decimalOf(number) === row.printed),
  )
  return row
    ? `\`${carriedBy}\` (${row.knownDifference}${row.note ? `: ${row.note}` : ''})`
    : `\`${carriedBy}\``
}

const periodOf = ({ period, noPeriod }: DocumentFigure) => {
  if (period === null) return `none: ${noPeriod}`
  const text = period.from === period.to ? period.from : `${period.from} – ${period.to}`
  return period.inferred ? `(${text})` : text
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows]
    .map(
      (cells) => `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`,
    )
    .join('\n')

if (import.meta.main) {
  writeFileSync(new URL('../../docs/seed-figures.md', import.meta.url), printSeedFigures())
}
