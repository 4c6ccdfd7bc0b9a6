import { hash } from 'node:crypto'
import type { Catalogues } from '@ioc/catalogues'
import type { Indicator } from '../define.ts'
import { dossierFullOnline, dossierOnlinePayments, dossierOnlineReceived, dossierOnTime } from './dossier.ts'
import { feedbackProcessed } from './feedback.ts'
import { satisfactionLeaders, satisfactionSipas } from './satisfaction.ts'
import { steering } from './steering.ts'

/** Every indicator, in the order screens and documents list them. To add one: its file, its golden test, a line here. */
export const openIndicators = (catalogues: Catalogues): readonly Indicator[] => [
  ...dossierOnTime,
  dossierFullOnline,
  dossierOnlineReceived,
  dossierOnlinePayments,
  feedbackProcessed,
  satisfactionSipas(catalogues),
  satisfactionLeaders(catalogues),
  ...steering,
]

/** Names the rules a cut is counted by: changes with any id, version or counting expression. */
export const indicatorsVersion = (indicators: readonly Indicator[]): string =>
  `i1-${hash('sha256', JSON.stringify(indicators.map((i) => [i.id, i.version, i.kind, i.maximum ?? null, i.numerator, i.denominator])), 'hex').slice(0, 12)}`
