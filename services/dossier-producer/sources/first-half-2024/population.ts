import { apportion } from '@ioc/simulation'
import printed from './printed.json' with { type: 'json' }
import { REJECTS_TOTAL } from './rejects.ts'
import shape from './shape.json' with { type: 'json' }

export const LEVELS = ['department', 'district', 'commune'] as const
export type Level = (typeof LEVELS)[number]

export type Fate =
  | 'finished' // in the period
  | 'open' // at its end
  | 'stopped'
  | 'withdrawal-requested'
  | 'not-accepted'
  | 'registered'
  | 'finished-before' // received and finished before the period
  | 'voided' // looks finished, was entered by mistake
  | 'rejected' // its only record must be refused

/** Dossiers that are alike in everything a printed count looks at. Members are numbered from `start`. */
export type Cell = {
  fate: Fate
  level: Level
  onTime: boolean
  /** Its procedure is served fully online. */
  full: boolean
  online: boolean
  /** Received before the period. */
  before: boolean
  start: number
  count: number
  /** Of the members, from the first: so many paid twice online, and so many after them once. */
  paidTwice: number
  paidOnce: number
}

type Draft = Omit<Cell, 'start' | 'paidTwice' | 'paidOnce'>

/**
 * All dossiers of the half-year in cells whose sizes make every printed count come out exactly: counts are apportioned
 * by whole numbers (largest remainder), so no draw of chance can change them.
 */
export const population = (): readonly Cell[] => {
  const drafts = [...finished(), ...unfinished(), ...uncounted()].filter((cell) => cell.count > 0)
  const receivedOnline = countOf(drafts.filter(isReceivedOnline))
  if (receivedOnline !== printed.receivedOnline)
    throw new Error(`online dossiers received: ${receivedOnline} instead of ${printed.receivedOnline}`)
  return numbered(withPayments(drafts))
}

const countOf = (cells: readonly { count: number }[]) => cells.reduce((sum, cell) => sum + cell.count, 0)

const isReceivedOnline = (cell: Draft) =>
  cell.online && !cell.before && ['finished', 'open', 'stopped', 'withdrawal-requested'].includes(cell.fate)

/** Finished in the period, by level and on time as printed; then divided by fully online, received before, channel. */
function finished(): Draft[] {
  const groups = LEVELS.flatMap((level) => {
    const { onTime, all } = printed.finished[level]
    return [
      { level, onTime: true, count: onTime },
      { level, onTime: false, count: all - onTime },
    ]
  })
  const full = apportion(
    printed.fullyOnline.all,
    groups.map((group) => group.count * shape.fullyOnlineLeaning[group.level]),
  )
  const byFull = groups.flatMap((group, i) => [
    { ...group, full: true, count: full[i]! },
    { ...group, full: false, count: group.count - full[i]! },
  ])
  const before = apportion(
    shape.receivedBeforePeriod,
    byFull.map((group) => group.count),
  )
  const earlier = byFull.flatMap((group, i) => {
    // Every fully online dossier of before came online; those that did not are all of the period.
    const perHundred = group.full ? 100 : shape.onlinePerHundredBeforePeriod
    const earlierGroup = { ...group, fate: 'finished' as const, before: true, count: before[i]! }
    return split(earlierGroup, perHundred)
  })
  const within = byFull.map((group, i) => ({ ...group, count: group.count - before[i]! }))
  const fullWithin = within.filter((group) => group.full)
  const otherWithin = within.filter((group) => !group.full)
  const notOnline = printed.fullyOnline.all - printed.fullyOnline.online
  const fullOnline = countOf(fullWithin) - notOnline
  const otherOnline =
    printed.receivedOnline - fullOnline - countOf(unfinished().filter((cell) => cell.online))
  return [
    ...earlier,
    ...divided(fullWithin, fullOnline).map((cell) => ({ ...cell, fate: 'finished' as const, before: false })),
    ...divided(otherWithin, otherOnline).map((cell) => ({
      ...cell,
      fate: 'finished' as const,
      before: false,
    })),
  ]
}

/** Each group into online and not, so that the online ones are `online` in all. */
function divided<Group extends { count: number }>(groups: readonly Group[], online: number) {
  const parts = apportion(
    online,
    groups.map((group) => group.count),
  )
  return groups.flatMap((group, i) => [
    { ...group, online: true, count: parts[i]! },
    { ...group, online: false, count: group.count - parts[i]! },
  ])
}

function split<Group extends { count: number }>(group: Group, onlinePerHundred: number) {
  const online = Math.floor((group.count * onlinePerHundred) / 100)
  return [
    { ...group, online: true, count: online },
    { ...group, online: false, count: group.count - online },
  ]
}

const ofFate = (fate: Fate, counts: Record<Level, number>, onlinePerHundred: number): Draft[] =>
  LEVELS.flatMap((level) =>
    split({ fate, level, onTime: true, full: false, before: false, count: counts[level] }, onlinePerHundred),
  )

function unfinished(): Draft[] {
  return [
    ...ofFate('open', shape.openAtEnd, shape.onlinePerHundredUnfinished),
    ...ofFate('stopped', shape.stopped, shape.onlinePerHundredUnfinished),
    ...ofFate('withdrawal-requested', shape.withdrawalRequested, shape.onlinePerHundredUnfinished),
  ]
}

/** What no printed number counts: never received, of another period, voided, refused. */
function uncounted(): Draft[] {
  return [
    ...ofFate('not-accepted', shape.notAccepted, 100),
    ...ofFate('registered', shape.registered, 100),
    ...ofFate('finished-before', shape.finishedBeforePeriod, 80).map((cell) => ({ ...cell, before: true })),
    ...ofFate('voided', shape.voided, 80).map((cell) => ({ ...cell, full: true })),
    ...ofFate('rejected', { department: 0, district: 0, commune: REJECTS_TOTAL }, 100),
  ]
}

/** Online payments of the period, one transaction each; those of before the period or of voided dossiers come on top. */
function withPayments(drafts: readonly Draft[]) {
  const mayPay = drafts.map((cell) => isReceivedOnline(cell))
  const transactions = apportion(
    printed.onlinePayments,
    drafts.map((cell, i) => (mayPay[i] ? cell.count : 0)),
  )
  return drafts.map((cell, i) => {
    if (!mayPay[i]) {
      const paying = cell.online && ['finished', 'finished-before', 'voided'].includes(cell.fate)
      return { ...cell, paidTwice: 0, paidOnce: paying ? Math.floor(cell.count / 2) : 0 }
    }
    const transactionCount = transactions[i]!
    const paidTwice =
      cell.fate === 'finished' ? Math.floor((transactionCount * shape.paidTwicePerHundred) / 100) : 0
    return { ...cell, paidTwice, paidOnce: transactionCount - 2 * paidTwice }
  })
}

function numbered(cells: readonly Omit<Cell, 'start'>[]): Cell[] {
  let start = 0
  return cells.map((cell) => {
    const placed = { ...cell, start }
    start += cell.count
    return placed
  })
}
