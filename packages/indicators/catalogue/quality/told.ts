import { PROFILE_766_2026 } from '@ioc/scoring'
import { defineIndicator, type ReportedIndicator } from '../../define.ts'
import { componentId, OF_2026, SOURCE, titleOf } from './family.ts'
import { quality } from './index.ts'

/** What the halves of a component count that nothing here can count. */
const UNITS: Readonly<Record<string, string>> = {
  PUBLISH_ON_TIME: 'thủ tục',
  PUBLIC_UPDATE_ON_TIME: 'thủ tục',
  PUBLIC_CONTENT_FULL: 'thủ tục',
  DOSSIER_SYNC: 'hồ sơ',
  ONLINE_SERVICES: 'thủ tục',
  PAYMENT_PROCEDURES_INTEGRATED: 'thủ tục',
  ELECTRONIC_CERTIFIED_COPY: 'hồ sơ',
  SYNCED_WITH_DVCQG_PERSONAL_STORAGE: 'hồ sơ',
  PETITION_CLASSIFICATION_TTHC: 'phản ánh',
  PETITION_CLASSIFICATION_STAFF: 'phản ánh',
}

const counted = new Set(quality.map(({ id }) => id))

/** Components of Decision 766 that no event tells: the portal's, where a body reports them for the same unit and period. */
export const qualityTold: readonly ReportedIndicator[] = PROFILE_766_2026.groups
  .flatMap(({ components }) => components)
  .filter(({ code }) => !counted.has(componentId(code)))
  .map(({ code, title }) =>
    defineIndicator({
      id: componentId(code),
      version: 1,
      title: titleOf(title),
      source: SOURCE,
      remark: OF_2026,
      evidence: 'unconfirmed',
      group: 'quality',
      kind: 'ratio',
      of: 'reports',
      unitOfMeasure: UNITS[code] ?? 'hồ sơ',
      aboutPersons: false,
    }),
  )
