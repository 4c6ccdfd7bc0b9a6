/** The addresses of the screens, also known to the server: each is answered with the one page, so that a link can be opened cold. */
export const SCREENS = [
  'overview',
  'units',
  'indicators',
  'feed',
  'sources',
  'dead-letters',
  'snapshots',
  'alerts',
  'figures',
  'remediation',
  'audit',
] as const
export type ScreenId = (typeof SCREENS)[number]

export const pathOf = (screen: ScreenId): string => (screen === 'overview' ? '/' : `/${screen}`)

/** One indicator's own screen, below that of all of them. */
export const INDICATOR_PATH = '/indicators/:id'

/** One published value taken apart, below the calendar of snapshots. */
export const VALUE_PATH = '/snapshots/:group/:date/:revision/:indicator'
