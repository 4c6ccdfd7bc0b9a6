import { type ComponentType, lazy } from 'react'
import type { RiverAnswer } from '../api/answers.ts'
import type { Polled } from '../api/poll.ts'
import { Overview } from './overview/overview.tsx'
import type { ScreenId } from './paths.ts'

export type ScreenProps = { river: Polled<RiverAnswer> }

/** What each address shows. The overview comes with the page; the others when they are first opened. */
export const SCREEN: Record<ScreenId, ComponentType<ScreenProps>> = {
  overview: Overview,
  units: lazy(() => import('./units/units.tsx')),
  indicators: lazy(() => import('./indicators/indicators.tsx')),
  feed: lazy(() => import('./feed/feed.tsx')),
  sources: lazy(() => import('./sources/sources.tsx')),
  'dead-letters': lazy(() => import('./dead-letters/dead-letters.tsx')),
  snapshots: lazy(() => import('./snapshots/snapshots.tsx')),
  figures: lazy(() => import('./figures/figures.tsx')),
  remediation: lazy(() => import('./remediation/remediation.tsx')),
  alerts: lazy(() => import('./alerts/alerts.tsx')),
  audit: lazy(() => import('./audit/audit.tsx')),
}

export const IndicatorScreen = lazy(() => import('./indicators/indicator.tsx'))
