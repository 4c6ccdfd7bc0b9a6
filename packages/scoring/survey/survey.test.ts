import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rounded } from '../decimal.ts'
import { type Answers, type SurveyQuestion, scoreForm } from './form.ts'
import { surveyIndex } from './index-of-forms.ts'
import { onOneLine } from './one-line.ts'
import { LEADERS_2023, SIPAS_2021, SIPAS_2022 } from './profiles.ts'

const item = (code: string, direction: SurveyQuestion['direction'], inIndex = true): SurveyQuestion => ({
  code,
  min: 1,
  max: 5,
  direction,
  inIndex,
})
/** Four items of five levels, two of them listed best first (domain.md §5). */
const SHEET = [
  item('a', 'ascending'),
  item('b', 'ascending'),
  item('c', 'descending'),
  item('d', 'descending'),
]
const ticks = (a: number | null, b: number | null, c: number | null, d: number | null): Answers => ({
  a,
  b,
  c,
  d,
})
const meanOf = (answers: Answers) => {
  const { credit, answered } = scoreForm(SHEET, answers)
  return answered === 0
    ? null
    : rounded({ top: credit.top, bottom: credit.bottom.times(answered) }, 1, 2).toFixed(2)
}

test.each([
  { answers: ticks(5, 5, 5, 5), mean: '0.50', flag: true }, // one column straight down: 1, 1, 0, 0
  { answers: ticks(5, 5, 1, 1), mean: '1.00', flag: false },
  { answers: ticks(1, 1, 5, 5), mean: '0.00', flag: false },
  { answers: ticks(1, 1, 1, 1), mean: '0.50', flag: true },
  { answers: ticks(3, 3, 3, 3), mean: '0.50', flag: true },
  { answers: ticks(4, 4, 2, 3), mean: '0.69', flag: false }, // 11 of 16
  { answers: ticks(5, null, null, 5), mean: '0.50', flag: false }, // two say nothing of the hand
  { answers: ticks(5, 5, null, 5), mean: '0.67', flag: true }, // three of both directions, no opinion between
  { answers: ticks(5, 5, null, null), mean: '1.00', flag: false }, // one direction only: nothing to contradict
  { answers: ticks(null, null, null, null), mean: null, flag: false },
  { answers: { a: 5 }, mean: '1.00', flag: false },
])('$answers: mean $mean, straight-lined $flag', ({ answers, mean, flag }) => {
  expect(meanOf(answers)).toBe(mean)
  expect(scoreForm(SHEET, answers).straightLined).toBe(flag)
})

test('no opinion is in neither half', () => {
  expect(scoreForm(SHEET, ticks(4, null, 2, null))).toMatchObject({ answered: 2, noOpinion: 2 })
})

test('a question outside the index counts neither for straight-lining nor for the index', () => {
  const sheet = [...SHEET, item('z', 'descending', false)]
  expect(scoreForm(sheet, { ...ticks(5, 5, 5, 5), z: 1 })).toMatchObject({ answered: 4, straightLined: true })
  expect(scoreForm(sheet, { ...ticks(5, 5, null, null), z: 5 })).toMatchObject({
    ...{ answered: 2, straightLined: false },
  })
})

const WRONG: { answers: Answers }[] = [
  { answers: { a: 6 } },
  { answers: { a: 0 } },
  { answers: { a: 2.5 } },
  { answers: { x: 3 } },
]

test.each(WRONG)('$answers is refused', ({ answers }) => {
  expect(() => scoreForm(SHEET, answers)).toThrow(RangeError)
})

test('many sheets: with and without the flagged ones, nothing dropped in silence', () => {
  const forms = [
    { code: '1', answers: ticks(5, 5, 1, 1) },
    { code: '2', answers: ticks(5, 5, 5, 5) },
    { code: '3', answers: ticks(4, 4, 2, null) },
  ]
  expect(surveyIndex(LEADERS_2023, SHEET, forms)).toEqual({
    profile: 'leaders@2023',
    all: { forms: 3, answers: 11, noOpinions: 1, percent: '75.00', parPoints: '16.50' }, // 4 + 2 + 2.25 of 11
    withoutFlagged: { forms: 2, answers: 7, noOpinions: 1, percent: '89.29', parPoints: '19.64' }, // 6.25 of 7
    flagged: ['2'],
  })
})

test('80% of 22 points is 17.60', () => {
  const sheet = [item('a', 'ascending'), item('c', 'descending')]
  const forms = [5, 5, 4, 4, 3].map((column, at) => ({
    code: String(at),
    answers: { a: column, c: 6 - column },
  }))
  expect(surveyIndex(LEADERS_2023, sheet, forms).all).toMatchObject({ percent: '80.00', parPoints: '17.60' })
})

test('SIPAS is the share of the two best columns', () => {
  const sheet = [item('a', 'ascending'), item('b', 'ascending')]
  const forms = [
    { code: '1', answers: { a: 5, b: 4 } },
    { code: '2', answers: { a: 3, b: null } },
    { code: '3', answers: { a: 4, b: 1 } },
  ]
  expect(surveyIndex(SIPAS_2022, sheet, forms)).toMatchObject({
    all: { answers: 5, noOpinions: 1, percent: '60.00', parPoints: '6.00' },
    flagged: [], // one direction only
  })
})

test('nobody answered: no index, which is not a bad one', () => {
  const none = { forms: 0, answers: 0, noOpinions: 0, percent: null, parPoints: null }
  expect(surveyIndex(LEADERS_2023, SHEET, [])).toMatchObject({ all: none, withoutFlagged: none, flagged: [] })
})

test('scales of different length weigh by answer', () => {
  const sheet = [item('a', 'ascending'), { ...item('b', 'ascending'), max: 11 }]
  const forms = [{ code: '1', answers: { a: 5, b: 6 } }] // 1 and 0.5
  expect(surveyIndex(LEADERS_2023, sheet, forms).all.percent).toBe('75.00')
})

const column = fc.option(fc.integer({ min: 1, max: 5 }))
const sheets = fc.array(fc.tuple(column, column, column, column).map(([a, b, c, d]) => ticks(a, b, c, d)))

test('the order of sheets changes nothing, and every sheet is counted once', () => {
  fc.assert(
    fc.property(sheets, (given) => {
      const forms = given.map((answers, at) => ({ code: String(at), answers }))
      const one = surveyIndex(LEADERS_2023, SHEET, forms)
      const other = surveyIndex(LEADERS_2023, SHEET, forms.toReversed())
      expect(other).toEqual({ ...one, flagged: one.flagged.toReversed() })
      expect(one.withoutFlagged.forms + one.flagged.length).toBe(one.all.forms)
    }),
  )
})

test('a sheet read from the other end is the complement', () => {
  fc.assert(
    fc.property(fc.tuple(column, column, column, column), ([a, b, c, d]) => {
      const mirrored = [a, b, c, d].map((each) => (each === null ? null : 6 - each))
      const one = scoreForm(SHEET, ticks(a, b, c, d))
      const other = scoreForm(SHEET, ticks(mirrored[0]!, mirrored[1]!, mirrored[2]!, mirrored[3]!))
      const sum = Number(rounded(one.credit, 1, 6)) + Number(rounded(other.credit, 1, 6))
      expect(sum).toBeCloseTo(one.answered, 5)
      expect(other.straightLined).toBe(one.straightLined)
    }),
  )
})

test('SIPAS of 2021 and of 2023 do not stand on one line, and the reason is told', () => {
  const refused = onOneLine([
    { profile: SIPAS_2021, year: 2021, value: '87.68' },
    { profile: SIPAS_2022, year: 2023, value: '80.38' },
  ])
  expect(refused).toMatchObject({ kind: 'refused', profiles: ['sipas@2021', 'sipas@2022'] })
  expect(refused.kind === 'refused' && refused.reason.vi).toContain('phương pháp khác nhau')
})

test('points of one method stand on one line, in order of years', () => {
  expect(
    onOneLine([
      { profile: SIPAS_2021, year: 2021, value: '87.68' },
      { profile: SIPAS_2021, year: 2020, value: '86.06' },
    ]),
  ).toEqual({
    kind: 'line',
    profile: 'sipas@2021',
    points: [
      { year: 2020, value: '86.06' },
      { year: 2021, value: '87.68' },
    ],
  })
  expect(onOneLine([])).toEqual({ kind: 'line', profile: null, points: [] })
})
