import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyOf, type Numbers, numbersOf, productValues, secondNumbers } from '../counting/compare.ts'
import { statesOf } from '../counting/newest.ts'
import { openRiver, type River } from '../counting/river.ts'
import type { Data, Told } from '../counting/told.ts'
import { freePort } from '../ports.ts'

/** Rules of Decision 766 and of feedback that are easily counted wrong, over events whose sums anyone can do in the head. */
const QUALITY = 'dossier.quality'
/** Days on which the request of the case `answeredLate` still waited. */
const ENDED_BEFORE = ['2024-06-30', '2024-07-14']
const LAST_DAYS = ['2024-06-30', '2024-07-31', '2024-08-31']

let river: River
const told: Told[] = []
let months: Numbers

/** Each unit holds one case. */
const CASE = {
  secondRequestLater: '24769',
  singleRequestWaits: '24772',
  one: '24775',
  stopped: '24778',
  withdrawn: '24781',
  answeredLate: '24784',
  askedBeforeReception: '24787',
  neverReceived: '24790',
  feedback: '672',
}

const event = (topic: string, data: Record<string, unknown>): Told => ({
  topic,
  extra: null,
  data: {
    issuingSystem: 'test.lamdong.gov.vn',
    recordedAt: '2024-09-10T08:00:00+07:00',
    sequence: 0,
    voided: false,
    ...data,
  } as Data,
})
let serial = 0
/** Of what is told of one dossier after another. */
let sequence = 0
const dossier = (unitCode: string, more: Record<string, unknown>): Told =>
  event('dossier.v1', {
    dossierCode: `H36.12-240603-${String(++serial).padStart(4, '0')}`,
    procedureCode: '9.000001',
    unitCode,
    channel: 'online',
    applicantKind: 'citizen',
    status: 'in-process',
    receivedAt: '2024-06-03T08:00:00+07:00',
    dueAt: '2024-08-30',
    finishedAt: null,
    ...more,
  })
const feedback = (day: number, caller: string, verdict: string | null): Told =>
  event('feedback.v1', {
    feedbackCode: `PAKN-${++serial}`,
    channel: 'national-portal',
    kind: 'regulation',
    unitCode: CASE.feedback,
    status: 'published',
    receivedAt: `2024-06-0${day}T08:00:00+07:00`,
    processedAt: '2024-06-12T08:00:00+07:00',
    callerHash: `k1:${caller.repeat(64)}`,
    verdict,
  })
const request = (requestedAt: string, suppliedAt: string | null) => ({
  requestedAt: `${requestedAt}T08:00:00+07:00`,
  suppliedAt: suppliedAt && `${suppliedAt}T08:00:00+07:00`,
})

const STOPPED = dossier(CASE.stopped, { status: 'stopped', recordedAt: '2024-06-10T08:00:00+07:00' })

const WITHDRAWN = dossier(CASE.withdrawn, {
  status: 'withdrawal-requested',
  recordedAt: '2024-07-02T08:00:00+07:00',
  closedAt: '2024-06-28T16:00:00+07:00',
})

/** One request waits on the last day of June; what becomes of it is told in August. */
const waiting = (unitCode: string, more: Record<string, unknown>) =>
  dossier(unitCode, {
    status: 'supplement-requested',
    recordedAt: '2024-06-10T09:00:00+07:00',
    dueAt: '2024-06-20',
    supplements: [request('2024-06-10', null)],
    ...more,
  })
const WAITING = [
  waiting(CASE.answeredLate, {}),
  waiting(CASE.answeredLate, { digitised: true, electronicResult: true, populationDataUsed: true }),
  waiting(CASE.askedBeforeReception, { supplements: [request('2024-05-30', null)] }),
]
const NEVER_RECEIVED = waiting(CASE.neverReceived, { status: 'registered', receivedAt: null })

const tell = async (...events: Told[]) => {
  told.push(...events)
  await river.tell(events)
}
const asked = (date: string) => ({ date, tree: { kind: 'then' as const }, watermark: null, nowMs: null })
const ask = async (date: string, watermark: ReturnType<River['watermark']> | null = null) =>
  numbersOf(await productValues(river, { ...asked(date), watermark }))
const monthTo = (to: string) => ({ from: `${to.slice(0, 8)}01`, to })
const inMonths = (id: string, unit: string) =>
  LAST_DAYS.map((day) => months.get(keyOf(id, unit, monthTo(day))))

beforeAll(async () => {
  river = await openRiver(await freePort())
  await tell(
    dossier(CASE.secondRequestLater, {
      supplements: [request('2024-06-10', '2024-06-12'), request('2024-07-10', null)],
    }),
    dossier(CASE.singleRequestWaits, {
      status: 'supplement-requested',
      supplements: [request('2024-06-10', null), request('2024-08-10', null)],
    }),
    // Late by its day, and on time by the rule: the citizen took six days.
    dossier(CASE.one, {
      status: 'finished',
      dueAt: '2024-06-10',
      finishedAt: '2024-06-14T08:00:00+07:00',
      supplements: [request('2024-06-04', '2024-06-10')],
      digitised: true,
      electronicResult: true,
      dataReused: true,
      populationDataUsed: true,
    }),
    dossier(CASE.one, { dueAt: '2024-07-15' }), // runs, and is late from July on
    STOPPED,
    WITHDRAWN,
    ...WAITING,
    NEVER_RECEIVED,
    feedback(3, 'a', 'like'),
    feedback(4, 'a', 'like'), // the same caller again
    feedback(5, 'a', null), // and again
    feedback(3, 'b', 'dislike'),
    feedback(3, 'c', null),
  )
  months = new Map((await Promise.all(LAST_DAYS.map((day) => ask(day)))).flatMap((numbers) => [...numbers]))
})
afterAll(() => river?.close())

test('a second request makes a dossier late from the period it was made in, not before', () => {
  expect(inMonths(`${QUALITY}.progress-on-time`, CASE.secondRequestLater)).toEqual(['1/1', '0/1', '0/1'])
})

test('a single request that waits is the end until a second one is made', () => {
  expect(inMonths(`${QUALITY}.progress-on-time`, CASE.singleRequestWaits)).toEqual(['1/1', '0/0', '0/1'])
})

test('digitised, reused and satisfied stand over the dossiers of the progress rule', () => {
  const of = (component: string) => inMonths(`${QUALITY}.${component}`, CASE.one)
  expect(of('progress-on-time')).toEqual(['2/2', '0/1', '0/1'])
  expect(of('dossier-receiving-satisfaction')).toEqual(['2/2', '0/1', '0/1'])
  for (const component of [
    'original-result-available',
    'so-hoa-giay-to-giai-quyet',
    'reused-digitized-data',
    'citizen-data-connected-dossier',
  ])
    expect([component, of(component)]).toEqual([component, ['1/2', '0/1', '0/1']])
  expect(of('citizen-data-connected-formality')).toEqual(['1/1', '0/0', '0/0'])
})

test('who complains again is not satisfied, whatever the verdict', () => {
  const of = (id: string) => inMonths(id, CASE.feedback)[0]
  expect(of('feedback.satisfied')).toBe('1/4')
  expect(of('feedback.repeated')).toBe('2/5')
})

test('a second counting gives the same', () => {
  for (const day of LAST_DAYS) {
    const second = secondNumbers(statesOf(told), asked(day))
    for (const unit of Object.values(CASE))
      for (const id of [`${QUALITY}.progress-on-time`, 'feedback.satisfied']) {
        const key = keyOf(id, unit, monthTo(day))
        expect([key, months.get(key)]).toEqual([key, second.get(key)])
      }
  }
})

/** Dossiers of a case in process at the end of a month, and by the progress rule on time. */
const endOf = (numbers: Numbers, unit: string, day: string) =>
  ['dossier.in-process', `${QUALITY}.progress-on-time`].map((id) =>
    numbers.get(keyOf(id, unit, monthTo(day))),
  )
const [ENDED, NOT_ENDED] = [
  ['0/–', '1/1'],
  ['1/–', '1/1'],
]
const again = (event: Told) => ({
  ...event,
  data: { ...event.data!, recordedAt: '2024-08-10T08:00:00+07:00' },
})

test('a withdrawn dossier ends when it was closed, though that was recorded in the month after', () => {
  expect(LAST_DAYS.map((day) => endOf(months, CASE.withdrawn, day))).toEqual([
    ENDED,
    ['0/–', '0/0'],
    ['0/–', '0/0'],
  ])
})

test('sent again, one that was closed at an instant ends there, one that never says when ends later, but not as of a cut made before', async () => {
  const before = river.watermark()
  await tell(again(WITHDRAWN), again(STOPPED))
  const [now, then] = [await ask('2024-06-30'), await ask('2024-06-30', before)]
  expect(endOf(now, CASE.withdrawn, '2024-06-30')).toEqual(ENDED)
  // Nothing but the newest version says when it was stopped (sets/progress.ts).
  expect(endOf(now, CASE.stopped, '2024-06-30')).toEqual(NOT_ENDED)
  expect(endOf(then, CASE.stopped, '2024-06-30')).toEqual(ENDED)
})

const OVER_PROGRESS = [
  'progress-on-time',
  'dossier-receiving-satisfaction',
  'original-result-available',
  'so-hoa-giay-to-giai-quyet',
  'reused-digitized-data',
  'citizen-data-connected-dossier',
]
/** What the components over the dossiers of the progress rule say of a case, of every period that ends on a day. */
const overProgress = (numbers: Numbers, unit: string) =>
  OVER_PROGRESS.flatMap((component) =>
    [...numbers].filter(([key]) => key.startsWith(`${QUALITY}.${component} of ${unit} `)),
  )
const answered = (event: Told, more: Record<string, unknown>): Told => ({
  ...event,
  data: { ...event.data!, recordedAt: '2024-08-20T08:00:00+07:00', ...more },
})

test('a request before reception waits from reception on, and one of a dossier that was never received ends nothing', async () => {
  const progress = `${QUALITY}.progress-on-time`
  expect(inMonths(progress, CASE.askedBeforeReception)).toEqual(['1/1', '0/0', '0/0'])
  const may = await ask('2024-05-31')
  expect(may.get(keyOf(progress, CASE.askedBeforeReception, monthTo('2024-05-31')))).toBe('0/0')
  expect(inMonths(progress, CASE.neverReceived)).toEqual(['0/0', '0/0', '0/0'])
})

test.each([
  { what: 'answered in July', status: 'in-process', supplements: [request('2024-06-10', '2024-07-15')] },
  {
    what: 'answered in July and finished in August',
    status: 'finished',
    finishedAt: '2024-08-19T08:00:00+07:00',
    supplements: [request('2024-06-10', '2024-07-15')],
  },
  { what: 'stopped in August, never answered', status: 'stopped' },
  {
    what: 'asked a second time in August',
    supplements: [request('2024-06-10', '2024-07-15'), request('2024-08-10', null)],
  },
  { what: 'at work again, though nobody says when it was answered', status: 'in-process' },
])(
  'a period that was over says the same before and after: $what',
  async ({ what, ...since }) => {
    // Tests before this one may have told what became of it; the same thing told last is what counts.
    const first = (await Promise.all(ENDED_BEFORE.map((day) => ask(day)))).map((numbers) =>
      overProgress(numbers, CASE.answeredLate),
    )
    // Half-year and year to date are one in June.
    expect(first[0]!.length).toBe(OVER_PROGRESS.length * 4)
    expect(Object.fromEntries(first.flat())).toMatchObject({
      [keyOf(`${QUALITY}.progress-on-time`, CASE.answeredLate, monthTo('2024-06-30'))]: '2/2',
      [keyOf(`${QUALITY}.so-hoa-giay-to-giai-quyet`, CASE.answeredLate, monthTo('2024-06-30'))]: '1/2',
    })
    sequence += 1
    const [one, other] = WAITING
    await tell(answered(one!, { ...since, sequence }), answered(other!, { ...since, sequence }))
    const then = (await Promise.all(ENDED_BEFORE.map((day) => ask(day)))).map((numbers) =>
      overProgress(numbers, CASE.answeredLate),
    )
    expect(then).toEqual(first)
    const states = statesOf(told)
    for (const [n, day] of ENDED_BEFORE.entries())
      expect(overProgress(secondNumbers(states, asked(day)), CASE.answeredLate).sort()).toEqual(
        then[n]!.toSorted(),
      )
  },
  120_000,
)

test('from the answer on the dossier runs, and the time it waited is taken off', async () => {
  sequence += 1
  // Late from 20 June by its day; the citizen took from 10 June to 15 July.
  const supplements = [request('2024-06-10', '2024-07-15')]
  await tell(...WAITING.slice(0, 2).map((event) => answered(event, { sequence, supplements })))
  const progress = await Promise.all(
    ['2024-07-14', '2024-07-15', '2024-07-31'].map(async (day) =>
      (await ask(day)).get(keyOf(`${QUALITY}.progress-on-time`, CASE.answeredLate, monthTo(day))),
    ),
  )
  expect(progress).toEqual(['0/0', '2/2', '0/2'])
})
