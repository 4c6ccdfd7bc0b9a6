import Big from 'big.js'
import { expect, test } from 'vitest'
import { sum } from '../decimal.ts'
import { GOLDEN_766, GOLDEN_BANDS_766, GOLDEN_TOTALS_766 } from './golden-766.ts'
import { readOtherwise } from './profile.ts'
import { PROFILE_766_2026 as PROFILE } from './profile-2026.ts'
import { bandOf, score766 } from './score.ts'

const of = (numerator: number | null, denominator: number | null) => ({ numerator, denominator })
const component = (code: string, numerator: number | null, denominator: number | null) =>
  score766(PROFILE, { [code]: of(numerator, denominator) }).components[code]

test.each(GOLDEN_766)('$name', ({ counts, components, groups }) => {
  const score = score766(PROFILE, counts)
  expect(score.components).toMatchObject(components)
  for (const [code, printed] of Object.entries(groups))
    expect([code, score.groups[code]?.score]).toEqual([code, printed])
})

test('the whole of Phú Thọ: 59.91, trung bình', () => {
  const { total, band } = score766(PROFILE, GOLDEN_766[0]!.counts)
  expect({ total, band }).toEqual({ total: '59.91', band: 'trung bình' })
})

test.each(GOLDEN_TOTALS_766)('$name adds up to $total, $band', ({ groups, total, band }) => {
  const added = sum(Object.values(groups).map((points) => new Big(points)))
  expect(added.eq(total)).toBe(true)
  expect(bandOf(PROFILE, added)).toBe(band)
})

test.each(GOLDEN_BANDS_766)('%s is %s', (total, band) => {
  expect(bandOf(PROFILE, new Big(total))).toBe(band)
})

test.each([
  ['100', 'xuất sắc'],
  ['90.00', 'xuất sắc'],
  ['89.99', 'tốt'],
  ['80.00', 'tốt'],
  ['79.99', 'khá'],
  ['70.00', 'khá'],
  ['69.99', 'trung bình'],
  ['50.00', 'trung bình'],
  ['49.99', 'yếu'],
  ['0', 'yếu'],
])('at the edges of the bands: %s is %s', (total, band) => {
  expect(bandOf(PROFILE, new Big(total))).toBe(band)
})

test('Quảng Nam 8/2024 from counts that give its groups: 80.10, tốt', () => {
  const score = score766(PROFILE, {
    PUBLISH_ON_TIME: of(1, 5),
    PUBLIC_UPDATE_ON_TIME: of(9, 9),
    PUBLIC_CONTENT_FULL: of(9, 9),
    DOSSIER_SYNC: of(1000, 1000),
    PROGRESS_ON_TIME: of(92, 100),
    ONLINE_SERVICES: of(8, 10),
    ONLINE_SERVICES_WITH_DOSSIERS: of(10, 10),
    ONLINE_SUBMISSIONS: of(17, 120),
    PAYMENT_DOSSIERS: of(50, 50),
    PAYMENT_PROCEDURES_INTEGRATED: of(64, 100),
    PAYMENT_PROCEDURES_WITH_TRANSACTION: of(0, 100),
    ORIGINAL_RESULT_AVAILABLE: of(7, 7),
    SO_HOA_GIAY_TO_GIAI_QUYET: of(7, 7),
    ELECTRONIC_CERTIFIED_COPY: of(null, null),
    REUSED_DIGITIZED_DATA: of(80, 100),
    SYNCED_WITH_DVCQG_PERSONAL_STORAGE: of(2, 5),
    PETITION_PROCESSING_ON_TIME: of(0, 0),
    PETITION_HANDLING_SATISFACTION: of(0, 0),
    DOSSIER_RECEIVING_SATISFACTION: of(84, 100),
  })
  expect(Object.fromEntries(Object.entries(score.groups).map(([code, { score }]) => [code, score]))).toEqual({
    CKMB: '13.20',
    TDGQ: '18.40',
    CLGQ: '7.70',
    TTTT: '7.60',
    MDSH: '15.60',
    MDHL: '17.60',
  })
  expect([score.total, score.band]).toEqual(['80.10', 'tốt'])
})

test('a group is the sum of its rounded points: 4.85 + 1.15 + 0.68 = 6.68, though the exact sum is 6.67', () => {
  const { components, groups } = score766(PROFILE, {
    PAYMENT_DOSSIERS: of(21, 26),
    PAYMENT_PROCEDURES_INTEGRATED: of(17, 37),
    PAYMENT_PROCEDURES_WITH_TRANSACTION: of(10, 37),
  })
  expect([
    components.PAYMENT_DOSSIERS?.score,
    components.PAYMENT_PROCEDURES_INTEGRATED?.score,
    components.PAYMENT_PROCEDURES_WITH_TRANSACTION?.score,
    groups.TTTT?.score,
  ]).toEqual(['4.85', '1.15', '0.68', '6.68'])
})

test('nothing said at all: only what scores full without counts', () => {
  const score = score766(PROFILE, {})
  expect(score.groups).toEqual({
    CKMB: { score: '0.00', max: 18 },
    TDGQ: { score: '0.00', max: 20 },
    CLGQ: { score: '0.00', max: 12 },
    TTTT: { score: '0.00', max: 10 },
    MDSH: { score: '2.00', max: 22 },
    MDHL: { score: '12.00', max: 18 },
  })
  expect([score.total, score.band]).toEqual(['14.00', 'yếu'])
})

test.each([
  // Caps: full points from the cap on; the percent shown is the one before it.
  { code: 'ONLINE_SERVICES', n: 80, d: 100, ratio: '80.00', score: '2.00' },
  { code: 'ONLINE_SERVICES', n: 79, d: 100, ratio: '79.00', score: '1.98' }, // 1.975: half goes up
  { code: 'ONLINE_SERVICES', n: 95, d: 100, ratio: '95.00', score: '2.00' },
  { code: 'ONLINE_SUBMISSIONS', n: 50, d: 100, ratio: '50.00', score: '6.00' },
  { code: 'ONLINE_SUBMISSIONS', n: 25, d: 100, ratio: '25.00', score: '3.00' },
  { code: 'REUSED_DIGITIZED_DATA', n: 40, d: 100, ratio: '40.00', score: '1.00' },
  { code: 'DOSSIER_RECEIVING_SATISFACTION', n: 45, d: 100, ratio: '45.00', score: '3.00' },
  { code: 'DOSSIER_RECEIVING_SATISFACTION', n: 90, d: 100, ratio: '90.00', score: '6.00' },
  { code: 'PAYMENT_PROCEDURES_INTEGRATED', n: 2, d: 5, ratio: '40.00', score: '1.00' }, // 2.5 × B
  { code: 'ELECTRONIC_CERTIFIED_COPY', n: 0, d: 10, ratio: '0.00', score: '0.00' },
  { code: 'ELECTRONIC_CERTIFIED_COPY', n: 0, d: 0, ratio: null, score: '2.00' },
  { code: 'PETITION_PROCESSING_ON_TIME', n: null, d: null, ratio: null, score: '6.00' },
  { code: 'PETITION_PROCESSING_ON_TIME', n: 0, d: 5, ratio: '0.00', score: '0.00' },
  { code: 'DOSSIER_RECEIVING_SATISFACTION', n: 0, d: 0, ratio: null, score: '0.00' },
  { code: 'PROGRESS_ON_TIME', n: null, d: 10, ratio: null, score: '0.00' },
  { code: 'PROGRESS_ON_TIME', n: 2, d: 3, ratio: '66.67', score: '13.33' }, // from the exact ratio, not from 66.67%
  { code: 'PUBLIC_CONTENT_FULL', n: 1, d: 400, ratio: '0.25', score: '0.01' }, // 0.005
  { code: 'DOSSIER_SYNC', n: 120, d: 100, ratio: '120.00', score: '6.00' },
  { code: 'DOSSIER_SYNC', n: 5, d: 0, ratio: null, score: '0.00' },
  { code: 'PETITION_CLASSIFICATION_TTHC', n: 1, d: 3, ratio: '33.33', score: '0.00' },
])('$code $n of $d: $ratio%, $score points', ({ code, n, d, ratio, score }) => {
  expect(component(code, n, d)).toMatchObject({ ratio, score })
})

test.each([
  { sync: of(80, 100), ratio: '32.00', score: '3.84' }, // 40% × 80%, then the cap of 50%
  { sync: of(120, 100), ratio: '40.00', score: '4.80' }, // above 100% counts as 100%
  { sync: of(0, 100), ratio: '0.00', score: '0.00' },
  { sync: of(0, 0), ratio: '40.00', score: '4.80' }, // no ratio: factor 1
  { sync: of(null, null), ratio: '40.00', score: '4.80' },
])('the sync ratio multiplies online submissions before their cap: $sync', ({ sync, ratio, score }) => {
  const { components } = score766(PROFILE, { DOSSIER_SYNC: sync, ONLINE_SUBMISSIONS: of(40, 100) })
  expect(components.ONLINE_SUBMISSIONS).toMatchObject({ ratio, score })
})

test('submissions above the cap stay full when the sync ratio leaves them above it', () => {
  const { components } = score766(PROFILE, { DOSSIER_SYNC: of(60, 100), ONLINE_SUBMISSIONS: of(90, 100) })
  expect(components.ONLINE_SUBMISSIONS).toMatchObject({ ratio: '54.00', score: '6.00' })
})

test('what is only followed is shown when it was counted, and only then', () => {
  expect(Object.keys(score766(PROFILE, {}).components)).not.toContain('PETITION_CLASSIFICATION_TTHC')
  expect(Object.keys(score766(PROFILE, {}).components)).toHaveLength(21)
})

test('the other reading of the digitised share gives full points from 80%', () => {
  const counts = { SO_HOA_GIAY_TO_GIAI_QUYET: of(261, 326) }
  const other = readOtherwise(PROFILE, 'SO_HOA_GIAY_TO_GIAI_QUYET')
  expect(score766(PROFILE, counts).components.SO_HOA_GIAY_TO_GIAI_QUYET?.score).toBe('3.20')
  expect(score766(other, counts).components.SO_HOA_GIAY_TO_GIAI_QUYET?.score).toBe('4.00')
  expect(() => readOtherwise(PROFILE, 'PUBLISH_ON_TIME')).toThrow(RangeError)
})
