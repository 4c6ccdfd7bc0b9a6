import { readFileSync } from 'node:fs'

/** What a benchmark is given. */
export type Bench = {
  rounds: number
  events: number
  /** Of a backfill, in a row. */
  dates: number
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

/** `utime + stime` of a process in CPU seconds, at 100 ticks a second (proc(5)). */
export const cpuSecondsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
