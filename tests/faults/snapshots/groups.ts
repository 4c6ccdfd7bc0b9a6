import { type Group, groups, type Indicator } from '@ioc/indicators'

/** For how many days a snapshot is revised here: longer than a seed, so that a late event has days to change. */
export const HORIZON_DAYS = 5
export const CRON = '0 5 0 * * *'
export const LATE_LOOK_MS = 300

const INDICATORS = ['dossier.received', 'feedback.received']

/** Two groups of few indicators: what is tried is the way of a snapshot, not what is in it. */
export const fewGroups: readonly Group[] = groups
  .filter(({ id }) => id === 'dossier' || id === 'feedback')
  .map((group) => ({ ...group, levels: ['province', 'commune'] as const, horizonDays: HORIZON_DAYS }))

export const fewIndicators = (all: readonly Indicator[]): Indicator[] =>
  all.filter(({ id }) => INDICATORS.includes(id))
