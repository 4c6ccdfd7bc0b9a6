import type { Data, Sending } from '../input/event.ts'
import { PROCEDURES_ONLINE, UNIT_LEVELS } from '../input/subjects.ts'
import { instantMs, isNewer, subjectOf, versionOf } from './version.ts'

/** Newest version of each subject of a topic. */
export type States = Map<string, Map<string, Sending>>

/** The history folded: whatever order things came in, and however often, the newest version of a subject is its state. */
export const statesOf = (events: Iterable<Sending>): States => {
  const states: States = new Map()
  for (const event of events) {
    const ofTopic = states.get(event.topic) ?? new Map<string, Sending>()
    states.set(event.topic, ofTopic)
    const subject = subjectOf(event)
    const before = ofTopic.get(subject)
    if (!before || isNewer(versionOf(event), versionOf(before))) ofTopic.set(subject, event)
  }
  return states
}

export type Halves = { numerator: number | null; denominator: number | null }
export type Period = { from: string; to: string }

const begin = (day: string) => Date.parse(`${day}T00:00:00+07:00`)
const DAY_MS = 86_400_000

/** Each indicator counted from the states alone, without the product's definitions; keys are `indicator from to estimate`. */
export const indicatorsOf = (states: States, periods: readonly Period[]): Map<string, Halves> => {
  const counts = new Map<string, Halves>()
  const living = (topic: string) =>
    [...(states.get(topic)?.values() ?? [])].filter(({ data }) => !data!.voided).map((event) => event)
  const dossiers = living('dossier.v1').map(({ data }) => data!)
  const feedback = living('feedback.v1').map(({ data }) => data!)
  const forms = living('survey-response.v1').map(({ data }) => data!)
  for (const period of periods) {
    const say = (indicator: string, numerator: number, denominator: number | null) =>
      counts.set(keyOf(indicator, period, false), { numerator, denominator })
    const within = (instant: unknown) => {
      if (typeof instant !== 'string') return false
      const ms = instantMs(instant)
      return ms >= begin(period.from) && ms < begin(period.to) + DAY_MS
    }
    const finished = dossiers.filter((d) => within(d.finishedAt))
    for (const level of ['department', 'district', 'commune']) {
      const mine = finished.filter((d) => UNIT_LEVELS[d.unitCode as string] === level)
      say(`dossier.on-time.${level}`, mine.filter(isOnTime).length, mine.length)
    }
    const full = finished.filter((d) => PROCEDURES_ONLINE[d.procedureCode as string] === 'full')
    say('dossier.full-online', full.filter((d) => d.channel === 'online').length, full.length)
    say(
      'dossier.online-received',
      dossiers.filter((d) => within(d.receivedAt) && d.channel === 'online').length,
      null,
    )
    say(
      'dossier.online-payments',
      dossiers.flatMap((d) => d.payments as { paidAt: string }[]).filter((payment) => within(payment.paidAt))
        .length,
      null,
    )
    const received = feedback.filter((d) => d.channel === 'national-portal' && within(d.receivedAt))
    say('feedback.processed', received.filter((d) => within(d.processedAt)).length, received.length)

    const year = Number(period.from.slice(0, 4))
    const answers = (questionnaire: string) =>
      forms
        .filter((d) => d.questionnaireCode === questionnaire && d.surveyYear === year)
        .flatMap((d) => Object.entries(d.answers as Record<string, number | null>))
        .filter((answer): answer is [string, number] => answer[1] !== null)
    const sipas = answers('sipas@2022')
    say('satisfaction.sipas', sipas.filter(([, column]) => column >= 4).length, sipas.length)
    const leaders = answers('leaders@2023')
    say('satisfaction.leaders', sum(leaders.map(reached)), leaders.length * SCALE)
  }
  for (const [key, { data }] of newestReports(living('reported-figure.v1')))
    counts.set(key, { numerator: data!.numerator as number, denominator: data!.denominator as number | null })
  return counts
}

export const keyOf = (indicator: string, { from, to }: Period, estimate: boolean): string =>
  `${indicator} ${from} ${to} ${estimate}`

const isOnTime = (d: Data) =>
  typeof d.dueAt === 'string' && instantMs(d.finishedAt as string) <= instantMs(d.dueAt)

/** Every other question of the leaders' sheet runs from best to worst. */
const DESCENDING = /\.(institutions|organisation|public-finance|impact)$/
const SCALE = 4
const reached = ([question, column]: [string, number]) =>
  DESCENDING.test(question) ? 5 - column : column - 1
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)

/** Two documents that report one figure are one figure: the newest word for the whole province. */
const newestReports = (figures: readonly Sending[]): Map<string, Sending> => {
  const newest = new Map<string, Sending>()
  for (const figure of figures) {
    const { unitCode, indicator, periodFrom, periodTo, estimate } = figure.data!
    if (unitCode !== '68') continue
    const key = keyOf(
      indicator as string,
      { from: periodFrom as string, to: periodTo as string },
      estimate as boolean,
    )
    const before = newest.get(key)
    if (!before || isNewer(versionOf(figure), versionOf(before))) newest.set(key, figure)
  }
  return newest
}
