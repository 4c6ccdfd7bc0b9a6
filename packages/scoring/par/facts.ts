import type { Evidence } from '../evidence.ts'

/** Points and rank of the province in one year; `change` is the step from the year before, as the same document prints it. */
export type IndexYear = {
  index: 'par' | 'sipas'
  year: number
  points: string
  rank: number
  /** Provinces ranked. */
  of: number
  change?: { points?: string; ranksUp: number }
  document: string
  /** `inferred`: computed from the step a later year prints, printed nowhere. */
  evidence: Evidence
}

const S1 = 'Bài viết cải cách hành chính, 28/10/2022'
const PLAN = 'Kế hoạch 5024/KH-UBND (20/6/2024)'

/** The series of the province (domain.md §2.4, §5). SIPAS of 2021 and of 2022 on are not one series (survey/one-line.ts). */
export const INDEX_YEARS: readonly IndexYear[] = [
  { index: 'par', year: 2020, points: '83.93', rank: 32, of: 63, document: S1, evidence: 'inferred' },
  {
    index: 'par',
    year: 2021,
    points: '86.75',
    rank: 29,
    of: 63,
    change: { points: '2.82', ranksUp: 3 },
    document: S1,
    evidence: 'published',
  },
  { index: 'par', year: 2022, points: '86.72', rank: 15, of: 63, document: PLAN, evidence: 'published' },
  {
    index: 'par',
    year: 2023,
    points: '86.02',
    rank: 46,
    of: 63,
    change: { ranksUp: -31 },
    document: PLAN,
    evidence: 'published',
  },
  { index: 'sipas', year: 2020, points: '86.06', rank: 30, of: 63, document: S1, evidence: 'inferred' },
  {
    index: 'sipas',
    year: 2021,
    points: '87.68',
    rank: 27,
    of: 63,
    change: { points: '1.62', ranksUp: 3 },
    document: S1,
    evidence: 'published',
  },
  { index: 'sipas', year: 2023, points: '80.38', rank: 45, of: 63, document: PLAN, evidence: 'published' },
]

/** National means, with the step the Ministry prints. */
export const NATIONAL_MEANS = [
  { index: 'par', year: 2022, points: '84.79', change: null },
  { index: 'par', year: 2023, points: '86.98', change: '2.19' },
  { index: 'sipas', year: 2022, points: '80.08', change: null },
  { index: 'sipas', year: 2023, points: '82.66', change: '2.58' },
] as const

/** The province's own index of 2023, by level: Quyết định 949/QĐ-UBND (3/6/2024). The whole lists are not printed. */
export const INTERNAL_2023 = [
  {
    level: 'department',
    mean: '88.65',
    best: { unit: 'Sở Tài chính', total: '93.17' },
    worst: { unit: 'Sở Tài nguyên và Môi trường', total: '85.59' },
  },
  {
    level: 'district',
    mean: '85.18',
    best: { unit: 'Đơn Dương', total: '87.82' },
    worst: { unit: 'Đức Trọng', total: '79.93' },
  },
  {
    level: 'public-unit',
    mean: '74.57',
    best: { unit: null, total: '80.55' },
    worst: { unit: null, total: '63.96' },
  },
] as const

/** Lâm Hà in the index of 2021, and what the article says of 2020: 0.04 points more, two ranks higher (article of 28/12/2022). */
export const LAM_HA_2021 = {
  row: { unit: '676', selfAssessed: '56.35', survey: '31.11' },
  total: '87.46',
  rank: 12,
  of: 12,
  mean: '90.35',
  before: { total: '87.50', rank: 10, evidence: 'inferred' },
  change: { total: '-0.04', ranksUp: -2 },
} as const

/**
 * Readings that do give a printed number where the printed counts do not; none is stated anywhere. 1.3.2: 44 done and 11 counted by
 * half, of 79. 3.4.1: 59 dossiers fewer on time. 7.3.7 part 3: two digits of the denominator.
 */
export const READINGS_2023 = [
  { input: '1.3.2', numerator: 44 + 11 * 0.5, denominator: 79, percent: '62.6582', evidence: 'inferred' },
  { input: '3.4.1', numerator: 326_522, denominator: 333_718, percent: '97.8437', evidence: 'inferred' },
  {
    input: '7.3.7/part-3',
    numerator: 292_701,
    denominator: 552_486,
    percent: '52.9789',
    evidence: 'inferred',
  },
] as const
