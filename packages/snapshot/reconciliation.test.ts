import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysOf, firstDifference, reconciliationDigest, reconciliationOf } from './reconciliation.ts'

const digest = (digit: string) => `sha-256:${digit.repeat(64)}`
const first = { date: '2024-06-01', revision: 1, digest: digest('a') }
const again = { date: '2024-06-01', revision: 2, digest: digest('b') }
const next = { date: '2024-06-02', revision: 1, digest: digest('c') }

test('the digest is SHA-256 over the canonical array of [date, revision, digest], as any language makes it', () => {
  const text = `[["2024-06-01",1,"${digest('a')}"],["2024-06-01",2,"${digest('b')}"],["2024-06-02",1,"${digest('c')}"]]`
  const expected = `sha-256:${createHash('sha256').update(text).digest('hex')}`
  expect(reconciliationDigest([first, again, next])).toBe(expected)
  expect(reconciliationDigest([next, again, first])).toBe(expected)
})

test('of nothing it is the digest of an empty array', () => {
  expect(reconciliationDigest([])).toBe(
    'sha-256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945',
  )
})

test('revision 10 comes behind revision 9', () => {
  const [nine, ten] = [9, 10].map((revision) => ({ ...first, revision }))
  expect(
    reconciliationOf(
      '2024-06',
      [ten!, nine!].map((each) => ({ group: 'dossier', ...each })),
    ),
  ).toMatchObject({
    groups: [{ snapshots: [{ revision: 9 }, { revision: 10 }] }],
  })
})

test('two bodies under one name have no digest', () => {
  expect(() => reconciliationDigest([first, { ...first, digest: digest('d') }])).toThrow('named twice')
})

const entries = fc.uniqueArray(
  fc.record({
    date: fc.constantFrom('2024-06-01', '2024-06-02', '2024-06-30'),
    revision: fc.integer({ min: 1, max: 12 }),
    digest: fc.constantFrom(digest('a'), digest('b')),
  }),
  { selector: ({ date, revision }) => `${date} ${revision}`, maxLength: 20 },
)

test('two sides have the same digest where nothing differs, and only there', () => {
  fc.assert(
    fc.property(entries, entries, (ours, theirs) => {
      const equal = reconciliationDigest(ours) === reconciliationDigest(theirs)
      expect(firstDifference(ours, theirs) === null).toBe(equal)
      expect(firstDifference(ours, ours.toReversed())).toBe(null)
    }),
  )
})

test.each([
  {
    what: 'theirs lacks a revision',
    ours: [first, again, next],
    theirs: [first, next],
    differs: again,
    of: [again.digest, null],
  },
  { what: 'ours lacks a date', ours: [first], theirs: [first, next], differs: next, of: [null, next.digest] },
  {
    what: 'the first of several is named',
    ours: [first, again, next],
    theirs: [{ ...first, digest: digest('f') }],
    differs: first,
    of: [first.digest, digest('f')],
  },
])('$what', ({ ours, theirs, differs, of }) => {
  expect(firstDifference(ours, theirs)).toEqual({
    date: differs.date,
    revision: differs.revision,
    ours: of[0],
    theirs: of[1],
  })
})

test.each([
  ['2024-02', '2024-02-29'],
  ['2023-02', '2023-02-28'],
  ['2024-12', '2024-12-31'],
  ['2024-06', '2024-06-30'],
])('%s ends on %s', (month, to) => {
  expect(daysOf(month)).toEqual({ from: `${month}-01`, to })
})

test('a group that was asked for and of which nothing is there is listed with nothing', () => {
  expect(reconciliationOf('2024-06', [], ['dossier'])).toEqual({
    month: '2024-06',
    groups: [{ group: 'dossier', digest: reconciliationDigest([]), snapshots: [] }],
  })
})
