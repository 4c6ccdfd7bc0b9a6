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

export type Benchmark = (bench: Bench) => Promise<{ ratio: Spread; figures: Record<string, number> }>

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
