import type { ComponentType } from 'react'
import type { RiverAnswer } from '../api/answers.ts'
import type { Polled } from '../api/poll.ts'
import { late } from '../parts/late.tsx'
import { Overview } from './overview/overview.tsx'
import type { ScreenId } from './paths.ts'

export type ScreenProps = { river: Polled<RiverAnswer> }

const LOAD = {
  units: () => import('./units/units.tsx'),
  indicators: () => import('./indicators/indicators.tsx'),
  feed: () => import('./feed/feed.tsx'),
  sources: () => import('./sources/sources.tsx'),
  'dead-letters': () => import('./dead-letters/dead-letters.tsx'),
  snapshots: () => import('./snapshots/snapshots.tsx'),
  figures: () => import('./figures/figures.tsx'),
  remediation: () => import('./remediation/remediation.tsx'),
  alerts: () => import('./alerts/alerts.tsx'),
  audit: () => import('./audit/audit.tsx'),
}
const loadIndicator = () => import('./indicators/indicator.tsx')
const loadValue = () => import('./snapshots/value/value.tsx')

/** What each address shows. The overview comes with the page; the others when they are first opened, or before that. */
export const SCREEN: Record<ScreenId, ComponentType<ScreenProps>> = {
  overview: Overview,
  units: late(LOAD.units),
  indicators: late(LOAD.indicators),
  feed: late(LOAD.feed),
  sources: late(LOAD.sources),
  'dead-letters': late(LOAD['dead-letters']),
  snapshots: late(LOAD.snapshots),
  figures: late(LOAD.figures),
  remediation: late(LOAD.remediation),
  alerts: late(LOAD.alerts),
  audit: late(LOAD.audit),
}

export const IndicatorScreen = late(loadIndicator)
export const ValueScreen = late(loadValue)

/** Loads the screens one after another while the page has nothing to do, so that they are there when the server is not. */
export async function loadAhead(): Promise<void> {
  for (const load of [...Object.values(LOAD), loadIndicator, loadValue]) {
    await idle()
    // Away: what is then opened is asked for where it is shown, and says so.
    if (!(await load().catch(() => null))) return
  }
}

/** Not every browser tells when it has nothing to do. */
const idle = () =>
  new Promise<void>((done) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => done(), { timeout: 5_000 })
    else setTimeout(done, 500)
  })
