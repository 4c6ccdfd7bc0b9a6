import { quantile, within } from '../../define.ts'
import { dossierIndicator } from './family.ts'

const SOURCE =
  'Working days of the province’s calendar after the day of reception up to the day of the end, less those the citizen took to supplement (domain.md §4.3, §6.4); inferred'

/** Where the calendar is not known the days are not, and such dossiers are no cases. */
const known = within('finished_at', 'isNotNull(days_taken)')

/** Half of the dossiers finished in the period took at most this many working days; 0 is the same day. */
export const dossierMedianDays = dossierIndicator({
  name: 'working-days.median',
  vi: 'Số ngày làm việc giải quyết hồ sơ (trung vị)',
  en: 'Working days per dossier, median',
  source: SOURCE,
  kind: 'quantile',
  unitOfMeasure: 'ngày làm việc',
  ...quantile(0.5, 'days_taken', known),
})

/** Nine of ten dossiers finished in the period took at most this many working days. */
export const dossierP90Days = dossierIndicator({
  name: 'working-days.p90',
  vi: 'Số ngày làm việc giải quyết hồ sơ (phân vị 90)',
  en: 'Working days per dossier, 90th percentile',
  source: SOURCE,
  kind: 'quantile',
  unitOfMeasure: 'ngày làm việc',
  ...quantile(0.9, 'days_taken', known),
})
