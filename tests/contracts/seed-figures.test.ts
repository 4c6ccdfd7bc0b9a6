import { readFileSync } from 'node:fs'
import { openCatalogues } from '@ioc/catalogues'
import { openIndicators } from '@ioc/indicators'
import {
  DOCUMENT_CODES,
  type DocumentFigure,
  documentFigures,
  LEFT_OUT_REASONS,
  readDocument,
  type SeedDocument,
} from '@ioc/schemas/documents/index.ts'
import { reportedIndicators } from '@ioc/schemas/documents/indicators.ts'
import { takeInventory } from '@ioc/schemas/documents/inventory.ts'
import { printSeedFigures } from '@ioc/schemas/documents/make-seed-figures.ts'
import { NOT_FIGURES } from '@ioc/schemas/documents/not-figures.ts'
import parIndicators from '@ioc/schemas/documents/par-indicators.json' with { type: 'json' }
import { printed } from '@ioc/schemas/documents/printed.ts'
import { decimalOf } from '@ioc/schemas/documents/tokens.ts'
import { describe, expect, test } from 'vitest'

/** One printed number that two indicators need: the figure names the other. */
const SAME_NUMBER: Record<string, string> = {
  'satisfaction.leaders': 'par.9.2.score',
  'par.9.1': 'satisfaction.sipas',
}

const documents = DOCUMENT_CODES.map(readDocument)
const figures = documents.flatMap(({ figures }) => figures)
const faultsOf = (document: SeedDocument) =>
  takeInventory(document).faults.map(({ line, message }) => `texts/${document.code}.txt:${line}: ${message}`)

describe.each(documents)('$code', (document) => {
  test('every number is listed as a figure or recognised as none', () => {
    expect(faultsOf(document)).toEqual([])
  })

  test('no pattern is so wide that it would take a figure for none', () => {
    const { listed } = takeInventory(document)
    expect(takeInventory({ ...document, figures: [] }).faults).toHaveLength(listed)
  })

  test('the text is kept as it was, in NFC', () => {
    expect(document.text).toBe(document.text.normalize('NFC'))
  })

  test('no entry can go, and no number of an entry can be another, unseen', () => {
    const unseen = document.figures.flatMap((figure, index) => {
      const without = { ...document, figures: document.figures.toSpliced(index, 1) }
      const other = { ...figure, numbers: figure.numbers.with(-1, `9${figure.numbers.at(-1)}`) }
      const mistaken = { ...document, figures: document.figures.with(index, other) }
      return [without, mistaken].some((broken) => takeInventory(broken).faults.length === 0)
        ? [figure.at]
        : []
    })
    expect(unseen).toEqual([])
  }, 120_000)

  test('what is carried is printed data of that indicator, and the other way round', () => {
    const carried = document.figures.filter(({ carriedBy }) => carriedBy !== null)
    const rows = printed.figures.filter((row) => row.document === document.code)
    expect(
      carried.filter((figure) => !rows.some((row) => row.indicator === figure.carriedBy)).map(({ at }) => at),
    ).toEqual([])
    const tells = (figure: DocumentFigure, row: (typeof rows)[number]) =>
      [row.indicator, SAME_NUMBER[row.indicator]].includes(figure.carriedBy!) &&
      figure.period?.from === row.periodFrom &&
      figure.period.to === row.periodTo &&
      figure.period.inferred === row.periodInferred &&
      figure.numbers.some((number) => decimalOf(number) === row.printed)
    expect(
      rows
        .filter((row) => !carried.some((figure) => tells(figure, row)))
        .map(({ indicator, printed, periodFrom }) => `${indicator} ${printed} ${periodFrom}`),
    ).toEqual([])
  })
})

describe('an inventory says where and what to do', () => {
  const at = (piece: string, numbers: string[]): DocumentFigure => ({
    at: piece,
    where: '1',
    what: { vi: 'Hồ sơ', en: 'Dossiers' },
    numbers,
    scope: '68',
    period: { from: '2024-01-01', to: '2024-06-30', inferred: false },
    unit: 'hồ sơ',
    carriedBy: 'dossier.received',
    leftOut: null,
  })
  const text = '1. Kết quả năm 2024\n\nTiếp nhận 1.250 hồ sơ,\nxong 1.200 hồ sơ (96,00%).\n'
  const faults = (...figures: DocumentFigure[]) =>
    takeInventory({ code: 'bc-cchc-6t-2024', text, figures }).faults

  test('nothing to say where all is listed', () => {
    expect(
      faults(at('Tiếp nhận 1.250', ['1.250']), at('xong 1.200 hồ sơ (96,00%', ['1.200', '96,00'])),
    ).toEqual([])
  })

  test('a number that is not listed: its line, the words around it and what to do', () => {
    const [fault, ...others] = faults(at('xong 1.200 hồ sơ (96,00%', ['1.200', '96,00']))
    expect(others).toEqual([])
    expect(fault!.line).toBe(3)
    for (const words of [
      '1.250 is not listed',
      'Tiếp nhận »1.250« hồ sơ',
      'figures/bc-cchc-6t-2024.json',
      'not-figures.ts',
    ])
      expect(fault!.message).toContain(words)
  })

  test.each([
    {
      name: 'a number that is not there',
      broken: [at('Tiếp nhận 1.250', ['1.250', '7']), at('xong 1.200 hồ sơ (96,00%', ['1.200', '96,00'])],
      says: 'entry 0 lists 7',
    },
    {
      name: 'a piece that is not there',
      broken: [at('Tiếp nhận 1.251', ['1.251'])],
      says: '"Tiếp nhận 1.251" is not in the text',
    },
    {
      name: 'entries out of order',
      broken: [at('xong 1.200 hồ sơ (96,00%', ['1.200', '96,00']), at('Tiếp nhận 1.250', ['1.250'])],
      says: 'keep the order of the text',
    },
    {
      name: 'a piece that ends inside a number',
      broken: [at('Tiếp nhận 1.2', ['1.2']), at('xong 1.200 hồ sơ (96,00%', ['1.200', '96,00'])],
      says: 'begins or ends inside the number 1.250',
    },
    {
      name: 'numbers in another order',
      broken: [at('Tiếp nhận 1.250', ['1.250']), at('xong 1.200 hồ sơ (96,00%', ['96,00', '1.200'])],
      says: 'entry 1 lists 1.200',
    },
  ])('$name is told', ({ broken, says }) => {
    expect(
      faults(...broken)
        .map(({ message }) => message)
        .join('\n'),
    ).toContain(says)
  })

  test.each([
    { change: { carriedBy: null }, says: 'exactly one of carriedBy and leftOut' },
    { change: { leftOut: { reason: 'target' } }, says: 'exactly one of carriedBy and leftOut' },
    { change: { period: null }, says: 'either a period or noPeriod' },
    {
      change: { period: { from: '2024-06-30', to: '2024-01-01', inferred: false } },
      says: 'ends before it begins',
    },
    { change: { carriedBy: null, leftOut: { reason: 'no time' } }, says: 'Invalid option' },
  ])('an entry is refused: $says', ({ change, says }) => {
    const read = documentFigures.safeParse([{ ...at('Tiếp nhận 1.250', ['1.250']), ...change }])
    expect(read.error?.message).toContain(says)
  })
})

test('every indicator that carries a figure exists', () => {
  const ids = [
    ...openIndicators(openCatalogues()).map(({ id }) => id),
    ...reportedIndicators.map(({ id }) => id),
    ...parIndicators.map(({ id }) => id),
  ]
  expect(
    figures.flatMap(({ carriedBy }) => (carriedBy === null || ids.includes(carriedBy) ? [] : [carriedBy])),
  ).toEqual([])
})

test('every pattern and every reason is needed', () => {
  const recognised = documents.map((document) => takeInventory(document).recognised)
  expect(NOT_FIGURES.filter(({ name }) => !recognised.some((counts) => counts[name]))).toEqual([])
  const used = new Set(figures.map(({ leftOut }) => leftOut?.reason))
  expect(Object.keys(LEFT_OUT_REASONS).filter((reason) => !used.has(reason as never))).toEqual([])
})

test('docs/seed-figures.md is made from this data', () => {
  const page = readFileSync(new URL('../../docs/seed-figures.md', import.meta.url), 'utf8')
  expect(page === printSeedFigures(), 'out of date: run node schemas/documents/make-seed-figures.ts').toBe(
    true,
  )
})
