import { existsSync, readFileSync } from 'node:fs'

/** What a benchmark is given. */
export type Bench = {
  rounds: number
  events: number
  /** Of a backfill, in a row. */
  dates: number
  /** How long a stream goes on. */
  seconds: number
  /** Events a second of each stream. */
  rates: readonly number[]
  /** Of a grid only these points; none named: all. */
  points: readonly string[]
  /** How far a start of the product is followed: until it answers, or until the half-year is replayed and closed. */
  until: 'up' | 'done'
  /** Where a browser is, for those that look at pages. */
  chromium: string
  say(line: string): void
}

/** Median, smallest and largest of the rounds; ratios with three decimals. */
export type Spread = { median: number; min: number; max: number }

/** What a benchmark found. */
export type Measured = {
  /** Null where there is nothing to compare with: then `says` tells why. */
  ratio: Spread | null
  figures: Record<string, number>
  /** Versions and settings it ran with. */
  conditions?: Record<string, string>
  says?: string
}

export type Benchmark = (bench: Bench) => Promise<Measured>

const rounded = (value: number) => Number(value.toPrecision(4))

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The spread of a benchmark's rounds. */
export const spreadOf = (values: readonly number[]): Spread => ({
  median: rounded(median(values)),
  min: rounded(Math.min(...values)),
  max: rounded(Math.max(...values)),
})

/** Above this the rounds differ by more than what is measured. */
export const SPREAD_MAX = 0.15

/** Why rounds that differ so much are no figure, in one sentence; null where they agree. */
export const whyBusy = ({ median: middle, min, max }: Spread): string | null => {
  const spread = (max - min) / middle
  return spread > SPREAD_MAX
    ? `the machine is busy: rounds from ${min} to ${max} differ by ${Math.round(spread * 100)}%, more than ${SPREAD_MAX * 100}%; no ratio is given`
    : null
}

/** CPU of a process since it began, ms: `utime + stime` of `/proc/<pid>/stat`, in ticks of 10 ms (proc(5)). */
export const cpuMsOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Resident memory of a process, MB: now (`VmRSS`), or the most there ever was (`VmHWM`). Throws once it has ended. */
const residentOf = (pid: number, field: 'VmRSS' | 'VmHWM'): number => {
  const file = `/proc/${pid}/status`
  const status = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const kb = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]
  if (kb === undefined) throw new Error(`process ${pid} has ended: its ${field} cannot be read`)
  return Number(kb) / 1024
}
export const residentMbOf = (pid: number): number => residentOf(pid, 'VmRSS')
export const peakMbOf = (pid: number): number => residentOf(pid, 'VmHWM')
