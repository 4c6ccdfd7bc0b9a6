import { openCatalogues } from '@ioc/catalogues'
import { openIndicators } from '@ioc/indicators'
import { contracts } from '@ioc/schemas'
import { printed } from '@ioc/schemas/documents/printed.ts'
import { expect, test } from 'vitest'
import { countedTwice } from '../counting/count.ts'
import { GOLDEN } from '../end-to-end/golden.ts'
import { HAND_MADE } from '../engines/scores.cases.ts'
import { files, textOf } from './files.ts'

const indicators = openIndicators(openCatalogues())

test.each(contracts.map(({ id }) => ({ id })))(
  '$id has examples to keep and examples to reject',
  ({ id }) => {
    const mine = files
      .filter((file) => file.startsWith(`schemas/examples/${id}/`))
      .map((file) => file.split('/').at(-1)!)
    expect(mine.filter((name) => name.startsWith('keep.')).length).toBeGreaterThan(0)
    expect(mine.filter((name) => name.startsWith('reject.')).length).toBeGreaterThan(0)
  },
)

test.each(contracts)('$id has a title in both languages, in NFC', ({ title }) => isTitle(title))

test.each(indicators.map(({ id, title }) => ({ id, title })))(
  '$id has a title in both languages, in NFC',
  ({ title }) => isTitle(title),
)

/** Where the golden value of an indicator stands. */
const GOLDEN_IDS: Record<string, readonly string[]> = {
  // packages/indicators/golden.test.ts compares each with what its halves give.
  'printed in a document': printed.figures.map(({ indicator }) => indicator),
  // tests/engines/counting.test.ts counts each a second time, over random streams.
  'counted twice': countedTwice,
  // tests/engines/scores.test.ts: worked out by a person.
  'made by hand': HAND_MADE.map(({ id }) => id),
  // An estimate stands under an id of its own beside its indicator (decision 0010).
  'of the whole': GOLDEN.map(({ id }) => id.replace(/\.estimate$/, '')),
}

test('every indicator has a golden value, and every golden value an indicator', () => {
  const golden = new Set(Object.values(GOLDEN_IDS).flat())
  const ids = indicators.map(({ id }) => id)
  expect(ids.filter((id) => !golden.has(id))).toEqual([])
  expect([...golden].filter((id) => !ids.includes(id))).toEqual([])
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

test('README’s table of services is `ls services`', () => {
  const services = new Set(files.flatMap((file) => /^services\/([^/]+)\//.exec(file)?.[1] ?? []))
  const rows = [...textOf('README.md').matchAll(/^\|\s*(?:\[)?`?([a-z][a-z-]+)`?(?:\]\([^)]*\))?\s*\|/gm)]
  const named = rows
    .map((row) => row[1]!)
    .filter((name) => services.has(name) || /-(producer|publisher|centre|ioc)$/.test(name))
  expect(named.toSorted()).toEqual([...services].sort())
})

test('every decision that is named has its page, and pages are numbered without a gap', () => {
  const pages = files
    .flatMap((file) => /^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1] ?? [])
    .sort()
  expect(pages).toEqual(pages.map((_, index) => String(index + 1).padStart(4, '0')))
  const named = files
    .filter(
      (file) => /\.(ts|tsx|mjs|sql|md|ya?ml|properties|css)$/.test(file) && !file.startsWith('tests/tree/'),
    )
    .flatMap((file) =>
      [...textOf(file).matchAll(/\bdecisions?[ /](0\d{3})\b/gi)].map((match) => ({
        file,
        number: match[1]!,
      })),
    )
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter(({ number }) => !pages.includes(number))).toEqual([])
})

test('a link in a document leads to a file', () => {
  const broken = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...textOf(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((match) => new URL(match[1]!, `file:///${file}`).pathname.slice(1))
        .filter(
          (target) =>
            !files.some((each) => each === target || each.startsWith(`${target.replace(/\/$/, '')}/`)),
        )
        .map((target) => `${file} → ${target}`),
    )
  expect(broken).toEqual([])
})

function isTitle({ vi, en }: { vi: string; en: string }) {
  for (const text of [vi, en]) {
    expect(text.trim().length).toBeGreaterThan(3)
    expect(text).toBe(text.normalize('NFC'))
  }
  expect(vi).not.toBe(en)
}
