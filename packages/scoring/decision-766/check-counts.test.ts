import { expect, test } from 'vitest'
import { checkCounts } from './check-counts.ts'
import { PROFILE_766_2026 as PROFILE } from './profile-2026.ts'

const faults = (components: unknown) =>
  checkCounts(PROFILE, { components }).faults?.map(({ path, message }) => `${path} ${message}`) ?? []

test.each([
  {
    components: { PUBLISH_ONTIME: { numerator: 1, denominator: 2 } },
    says: 'PUBLISH_ONTIME is no component of 766@2026; nearest: PUBLISH_ON_TIME',
  },
  { components: { publish_on_time: { numerator: 1, denominator: 2 } }, says: 'nearest: PUBLISH_ON_TIME' },
  { components: { CKMB: { numerator: 1, denominator: 2 } }, says: 'CKMB is no component' },
  {
    components: { PETITION_CLASSIFICATION_OTHER: { numerator: 1, denominator: 2 } },
    says: 'is no component',
  },
  {
    components: { PUBLISH_ON_TIME: { numerator: -1, denominator: 2 } },
    says: 'PUBLISH_ON_TIME.numerator -1 is negative',
  },
  {
    components: { DOSSIER_SYNC: { numerator: 1, denominator: -2 } },
    says: 'DOSSIER_SYNC.denominator -2 is negative',
  },
  {
    components: { PUBLISH_ON_TIME: { numerator: 3, denominator: 2 } },
    says: 'numerator 3 is above its denominator 2',
  },
  {
    components: { PUBLISH_ON_TIME: { numerator: 3, denominator: 0 } },
    says: 'numerator 3 is above its denominator 0',
  },
  { components: { PUBLISH_ON_TIME: { numerator: 1.5, denominator: 2 } }, says: '1.5 is no whole number' },
  {
    components: { DOSSIER_SYNC: { numerator: 1.5, denominator: 2 } },
    says: 'DOSSIER_SYNC.numerator 1.5 is no whole number',
  },
  {
    components: { PUBLISH_ON_TIME: { numerator: '1', denominator: 2 } },
    says: 'must be a number or null, not a string',
  },
  { components: { PUBLISH_ON_TIME: { numerator: [1], denominator: 2 } }, says: 'not a list' },
  { components: { PUBLISH_ON_TIME: { numerator: true, denominator: 2 } }, says: 'not a boolean' },
  { components: { PUBLISH_ON_TIME: { numerator: 1 } }, says: 'PUBLISH_ON_TIME.denominator is missing' },
  {
    components: { PUBLISH_ON_TIME: { numerator: 1, denominator: 2, ratio: 50 } },
    says: 'PUBLISH_ON_TIME.ratio is not read',
  },
  { components: { PUBLISH_ON_TIME: 0.5 }, says: 'must be null or an object' },
  {
    components: { PUBLISH_ON_TIME: { numerator: 1, denominator: 2 ** 53 } },
    says: 'larger than can be counted',
  },
  {
    components: JSON.parse('{"__proto__":{"numerator":1,"denominator":2}}'),
    says: '__proto__ is no component',
  },
  {
    components: JSON.parse('{"PUBLISH_ON_TIME":{"numerator":1,"denominator":1e999}}'),
    says: 'larger than can be counted',
  },
])('$components: $says', ({ components, says }) => {
  expect(faults(components)).toHaveLength(1)
  expect(faults(components)[0]).toContain(says)
})

test.each([undefined, null, [], 'text', {}, { components: [] }, { component: {} }, { components: null }])(
  '%j has no components',
  (value) => {
    expect(checkCounts(PROFILE, value).faults).toMatchObject([{ path: 'components' }])
  },
)

test('null for a component is null of null, as if it were left out; of a wrong code it is a wrong code still', () => {
  const one = { PUBLISH_ON_TIME: { numerator: 1, denominator: 2 } }
  expect(checkCounts(PROFILE, { components: { ...one, PROGRESS_ON_TIME: null } }).counts).toEqual(one)
  expect(faults({ PROGRESS: null })).toEqual([expect.stringContaining('PROGRESS is no component')])
})

test('a code is shown cut, and without signs a terminal obeys or hides', () => {
  const [long] = faults({ ['X'.repeat(100_000)]: null })
  expect(long!.length).toBeLessThan(250)
  expect(long).toContain(`"${'X'.repeat(60)}"…`)
  const [odd] = faults({ 'A\u001b[2J\u009b\u202e"\n': null })
  expect(odd).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  expect(odd).toContain(String.raw`"A\u001b[2J\u{9b}\u{202e}\"\n"`)
})

test('all faults are told at once', () => {
  expect(
    faults({
      NOPE: { numerator: 1, denominator: 2 },
      PUBLISH_ON_TIME: { numerator: -1, denominator: 0.5 },
      PROGRESS_ON_TIME: { numerator: 3, denominator: 2 },
    }),
  ).toHaveLength(4)
})

test.each([
  { numerator: 120, denominator: 100 }, // it may exceed its denominator
  { numerator: 5, denominator: 1234.5 }, // last year's 14,814 by 12
])('DOSSIER_SYNC takes $numerator of $denominator', (halves) => {
  expect(checkCounts(PROFILE, { components: { DOSSIER_SYNC: halves } }).counts).toEqual({
    DOSSIER_SYNC: halves,
  })
})

test('labels beside the components are not read, and −0 is 0', () => {
  const value = JSON.parse(
    '{"name":"a case","components":{"PROGRESS_ON_TIME":{"numerator":-0,"denominator":5}}}',
  )
  expect(checkCounts(PROFILE, value).counts).toEqual({ PROGRESS_ON_TIME: { numerator: 0, denominator: 5 } })
})

test('counts written for another profile are not scored by this one', () => {
  const components = { PROGRESS_ON_TIME: { numerator: 1, denominator: 2 } }
  expect(checkCounts(PROFILE, { profile: 'par@2023', components }).faults).toMatchObject([
    { path: 'profile' },
  ])
  expect(checkCounts(PROFILE, { profile: '766@2026', components }).faults).toBeNull()
})
