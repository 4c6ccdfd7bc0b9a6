import { type Benchmark, median, spreadOf } from './measure.ts'
import { openSnapshotRiver } from './snapshot.river.ts'

const DOSSIERS = 1_000_000
const FIRST_DAY = Date.parse('2024-05-01T00:00:00Z')
/** Of the days behind the dates by themselves, so many are of 2024. */
const AFTER_MAX = 120
const GOAL_MS = 3_000

/**
 * What the publisher takes over a million dossiers of three versions each, from cut to the receiver's receipts, all four groups: one date by
 * itself (goal: 3 s), and a backfill of dates in a row (goal: 2 a second). Ratio: one date ÷ its goal. CPU of each process beside
 * it: on a machine that does other work too, times say little.
 */
export const snapshot: Benchmark = async ({ rounds, dates, say }) => {
  const river = await openSnapshotRiver(DOSSIERS, say)
  try {
    const day = (n: number) => new Date(FIRST_DAY + n * 86_400_000).toISOString().slice(0, 10)
    const publish = async (date: string, upTo?: string): Promise<void> => {
      const published = await river.publisher.close(date, upTo === undefined ? {} : { upTo })
      const bad = published.find(({ receipt }) => receipt !== 'accepted' && date === (upTo ?? date))
      if (bad) throw new Error(`${bad.group}/${bad.date} is ${bad.receipt}`)
    }
    const measured = async (work: () => Promise<void>) => {
      const before = river.cpuMs()
      const began = performance.now()
      await work()
      const ms = performance.now() - began
      const after = river.cpuMs()
      return {
        ms,
        cpuMs: Object.fromEntries(Object.entries(after).map(([name, cpu]) => [name, cpu - before[name]!])),
      }
    }
    await publish(day(0))
    const alone: Awaited<ReturnType<typeof measured>>[] = []
    for (let round = 1; round <= rounds; round++) {
      alone.push(await measured(() => publish(day(round))))
      const { ms, cpuMs } = alone.at(-1)!
      say(`  ${day(round)}: ${ms.toFixed(0)} ms; CPU ms: ${shown(cpuMs)}`)
    }
    // A long row ends before the dates by themselves: the made-up dossiers are of 2023 and 2024.
    const first = dates > AFTER_MAX ? -dates : rounds + 1
    const last = first + dates - 1
    const row = await measured(async () => {
      for (let n = first; n <= last; n++) await publish(day(n), day(last))
    })
    say(
      `  ${dates} dates in a row: ${(row.ms / dates).toFixed(0)} ms a date; CPU ms a date: ${shown(row.cpuMs, dates)}`,
    )
    if (river.publisher.list().some(({ receipt }) => receipt !== 'accepted'))
      throw new Error('a snapshot of the row has no receipt')
    const ms = median(alone.map((each) => each.ms))
    return {
      ratio: spreadOf(alone.map((each) => each.ms / GOAL_MS)),
      figures: {
        dossiers: DOSSIERS,
        'one date, cut to receipts of four groups, ms': Math.round(ms),
        'dates in a row': dates,
        'dates a second': Number(((1000 * dates) / row.ms).toFixed(2)),
        ...cpuFigures('one date', alone[Math.floor(alone.length / 2)]!.cpuMs, 1),
        ...cpuFigures('a date in a row', row.cpuMs, dates),
        'peak of the process, MB': Math.round(process.resourceUsage().maxRSS / 1024),
      },
    }
  } finally {
    await river.close()
  }
}

const shown = (cpuMs: Record<string, number>, dates = 1) =>
  Object.entries(cpuMs)
    .map(([name, cpu]) => `${name} ${Math.round(cpu / dates)}`)
    .join(', ')

const cpuFigures = (what: string, cpuMs: Record<string, number>, dates: number) =>
  Object.fromEntries(
    Object.entries(cpuMs).map(([name, cpu]) => [`${what}, CPU of ${name}, ms`, Math.round(cpu / dates)]),
  )
