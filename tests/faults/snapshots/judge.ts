import { shownAt } from './days.ts'
import type { Cut, Facts, Mark, Post, Told, Value } from './read.ts'
import { dayAfter } from './tell.ts'

export type Finding = { kind: 'lost' | 'doubled' | 'mismatch'; what: string }

export type Rules = {
  groups: readonly string[]
  horizonDays: number
  /** Date of the first day of the clock; the day before it is the first one due. */
  firstDay: string
}

/** The schedule of these runs, said once more: five past midnight in Viet Nam. */
const scheduledMs = (date: string) => Date.parse(`${dayAfter(date, 1)}T00:05:00+07:00`)
const PROVINCE = '68'

/**
 * What a person who holds all the logs would object to when everything is quiet. Written apart from the publisher: dates from the
 * settings of the clock, watermarks from the append times of the log, numbers from a fold of the log.
 */
export const judge = (facts: Facts, { groups, horizonDays, firstDay }: Rules): Finding[] => {
  const findings: Finding[] = []
  const say = (kind: Finding['kind'], what: string) => findings.push({ kind, what })
  const { cuts, posts, told, acknowledged, attempts, accepted, refused, settings } = facts
  const nowMs = settings.at(-1)!.businessMs
  const firsts = <Row extends { key: string }>(rows: readonly Row[]) =>
    new Map(rows.toReversed().map((row) => [row.key, row]))
  const cutThatCounts = firsts(cuts)
  const postThatCounts = firsts(posts)

  // Events.
  const inLog = new Set(told.map(({ id }) => id))
  for (const id of acknowledged)
    if (!inLog.has(id)) say('lost', `${id} was acknowledged and is not in the log`)

  // Dates: each that is due once, none before its time.
  for (let date = dayAfter(firstDay, -1); scheduledMs(date) <= nowMs; date = dayAfter(date, 1))
    for (const group of groups) {
      const key = `${group}/${date}/1`
      if (!cutThatCounts.has(key)) say('lost', `${key} was due and is not cut`)
      else if (!postThatCounts.has(key)) say('lost', `${key} is cut and not published`)
    }
  for (const cut of cutThatCounts.values()) {
    const sinceMs = shownAt(settings, scheduledMs(cut.date))
    if (sinceMs === null || cut.appendedAtMs < sinceMs) say('mismatch', `${cut.key} was cut before its time`)
    else if (cut.revision === 1 && cut.reason === 'scheduled') {
      const wanted = marksBefore(told, sinceMs)
      for (const { topic, partition, offset } of cut.watermark)
        if (topic === 'dossier.v1' && offset !== (wanted.get(partition) ?? -1))
          say(
            'mismatch',
            `${cut.key} is cut at ${partition}/${offset}, and ${wanted.get(partition)} was the last before its time`,
          )
    }
  }

  // Records: one digest for a key, and what was published is what was cut.
  const digests = Map.groupBy(posts, ({ key }) => key)
  for (const [key, mine] of digests)
    if (new Set(mine.map(({ digest, bytesHash }) => `${digest} ${bytesHash}`)).size > 1)
      say('doubled', `${key} is in the outbox with ${mine.length} records that differ`)
  for (const post of postThatCounts.values()) {
    const cut = cutThatCounts.get(post.key)
    if (!cut) say('mismatch', `${post.key} is published and was never cut`)
    else if (!sameMarks(cut.watermark, post.watermark))
      say('mismatch', `${post.key} is published as of another watermark than it was cut at`)
  }
  for (const key of cutThatCounts.keys())
    if (!key.endsWith('/1') && !postThatCounts.has(key)) say('lost', `${key} is cut and not published`)

  // Chains: revisions from 1 without a gap, each superseding the one before and saying something else.
  for (const [name, mine] of Map.groupBy(postThatCounts.values(), ({ group, date }) => `${group}/${date}`)) {
    const chain = mine.toSorted((a, b) => a.revision - b.revision)
    chain.forEach((post, index) => {
      const before = chain[index - 1]
      if (post.revision !== index + 1) say('lost', `${name} has no revision ${index + 1}`)
      else if ((post.supersedes?.digest ?? null) !== (before?.digest ?? null))
        say('mismatch', `${post.key} does not supersede the revision before it`)
      if (before && post.valuesHash === before.valuesHash)
        say('doubled', `${post.key} says what ${before.key} says`)
    })
    for (const each of chain) findings.push(...numbersOf(each, told))
    // Within the horizon no event is left untold.
    const last = chain.at(-1)!
    if (last.group === 'dossier' && last.date >= dayAfter(dayOf(nowMs), -horizonDays))
      findings.push(...numbersOf({ ...last, watermark: endsOf(told) }, told, 'by now'))
  }

  // The receiver: each exactly once, the bytes of the record that counts, and the receipt that was kept.
  for (const what of refused)
    say(/different-body/.test(what) ? 'doubled' : 'mismatch', `the receiver refused ${what}`)
  const there = Map.groupBy(accepted, ({ key }) => key)
  for (const [key, rows] of there) {
    const post = postThatCounts.get(key)
    if (rows.length > 1) say('doubled', `the receiver has ${key} ${rows.length} times`)
    if (!post) say('mismatch', `the receiver has ${key}, which is not published`)
    else if (rows.some((row) => row.bytesHash !== post.bytesHash || row.digest !== post.digest))
      say('mismatch', `the receiver has other bytes of ${key}`)
  }
  const receipts = Map.groupBy(
    attempts.filter(({ outcome }) => outcome === 'accepted'),
    ({ key }) => key,
  )
  for (const key of postThatCounts.keys()) {
    const [row] = there.get(key) ?? []
    if (!row) say('lost', `${key} is published and the receiver does not have it`)
    else if (!receipts.has(key)) say('lost', `the receipt of ${key} was not kept`)
    else if (receipts.get(key)!.some(({ receipt }) => receipt !== row.receipt))
      say('mismatch', `the receipt kept of ${key} is not the receiver's`)
  }
  return findings
}

const dayOf = (ms: number) => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10)

/** Per partition the last offset appended before a system instant. */
const marksBefore = (told: readonly Told[], systemMs: number) => {
  const marks = new Map<number, number>()
  for (const { partition, offset, appendedAtMs } of told)
    if (appendedAtMs < systemMs) marks.set(partition, Math.max(offset, marks.get(partition) ?? -1))
  return marks
}
const endsOf = (told: readonly Told[]): Mark[] =>
  [...marksBefore(told, Number.POSITIVE_INFINITY)].map(([partition, offset]) => ({
    topic: 'dossier.v1',
    partition,
    offset,
  }))

const namesOf = (marks: readonly Mark[]) =>
  marks.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`).join()
const sameMarks = (a: Cut['watermark'], b: Post['watermark']) => namesOf(a) === namesOf(b)

/** `dossier.received` of the province and of communes, of each period, against a fold of the log up to the watermark. */
const numbersOf = (
  { key, watermark, received }: Post,
  told: readonly Told[],
  when = 'by its cut',
): Finding[] => {
  const upTo = new Map(
    watermark.filter(({ topic }) => topic === 'dossier.v1').map((m) => [m.partition, m.offset]),
  )
  const states = new Map<string, Told>()
  for (const version of told)
    if (version.offset <= (upTo.get(version.partition) ?? -1)) {
      const known = states.get(version.code)
      if (!known || version.sequence > known.sequence) states.set(version.code, version)
    }
  const units = new Set(told.map(({ unit }) => unit))
  const living = [...states.values()].filter(({ voided }) => !voided)
  const isCounted = ({ unit, level }: Value) =>
    unit === PROVINCE ? level === 'province' : level === 'commune' && units.has(unit)
  return received.filter(isCounted).flatMap(({ unit, period, numerator }): Finding[] => {
    const count = living.filter(
      (each) =>
        (unit === PROVINCE || each.unit === unit) &&
        each.receivedOn >= period.from &&
        each.receivedOn <= period.to,
    ).length
    return Number(numerator) === count
      ? []
      : [
          {
            kind: 'mismatch',
            what: `${key}: ${unit} received ${numerator} in the ${period.kind}, and ${count} ${when}`,
          },
        ]
  })
}
