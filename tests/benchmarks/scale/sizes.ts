import { COSTS } from './costs.ts'
import { MEAN_OF_PEAK, PEAK_SHARE } from './day.ts'

/** A load to plan for: events a second in the busiest hour, and what a year brings. */
export type Size = { name: string; eventsPerSecond: number; eventsPerYear: number; provinces: number | null }

const SECONDS_PER_YEAR = 365 * 86_400

/** Provinces as large as Lâm Đồng each, by their dossiers. */
const ofProvinces = (name: string, provinces: number): Size => {
  const eventsPerYear = provinces * COSTS.dossiers.value * COSTS.eventsPerDossier.value
  const perDay = eventsPerYear / COSTS.workingDays.value
  return { name, provinces, eventsPerYear, eventsPerSecond: (perDay * PEAK_SHARE) / 3600 }
}

/** A rate of the busiest hour; the year has the same days as a province's. */
const ofRate = (name: string, eventsPerSecond: number): Size => ({
  ...{ name, provinces: null, eventsPerSecond },
  eventsPerYear: eventsPerSecond * MEAN_OF_PEAK * SECONDS_PER_YEAR,
})

export const SIZES: readonly Size[] = [
  ofProvinces('Lâm Đồng', 1),
  ofProvinces('63 provinces', 63),
  ofRate('10,000 events/s', 10_000),
  ofRate('100,000 events/s', 100_000),
  ofRate('1,000,000 events/s', 1_000_000),
]

/** The size of that name. @throws Error naming those there are */
export const sizeOf = (name: string): Size => {
  const size = SIZES.find((each) => each.name === name)
  if (!size) throw new Error(`no size ${name}; there are ${SIZES.map((each) => each.name).join(', ')}`)
  return size
}
