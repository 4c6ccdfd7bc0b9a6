import type { Bilingual } from '@ioc/scoring'
import { quantile, within } from '../../define.ts'
import { dossierIndicator } from './family.ts'

const REMARK: Bilingual = {
  vi: 'ngày làm việc theo lịch của tỉnh, tính từ sau ngày tiếp nhận đến ngày kết thúc, trừ thời gian công dân bổ sung hồ sơ (suy luận)',
  en: 'working days of the province’s calendar after the day of reception up to the day of the end, less those the citizen took to supplement (inferred)',
}

/** A quantile has no numerator: the number itself is shown in its place. */
const HALVES = {
  numerator: {
    vi: 'số ngày làm việc của hồ sơ ở vị trí phân vị',
    en: 'working days of the dossier at the quantile',
  },
  denominator: {
    vi: 'hồ sơ giải quyết xong trong kỳ mà lịch làm việc đã được công bố',
    en: 'dossiers finished in the period within the announced calendar',
  },
}

/** Where the calendar is not known the days are not, and such dossiers are no cases. */
const known = within('finished_at', 'isNotNull(days_taken)')

/** Half of the dossiers finished in the period took at most this many working days; 0 is the same day. */
export const dossierMedianDays = dossierIndicator({
  name: 'working-days.median',
  vi: 'Số ngày làm việc giải quyết hồ sơ (trung vị)',
  en: 'Working days per dossier, median',
  remark: REMARK,
  halves: HALVES,
  kind: 'quantile',
  unitOfMeasure: 'ngày làm việc',
  ...quantile(0.5, 'days_taken', known),
})

/** Nine of ten dossiers finished in the period took at most this many working days. */
export const dossierP90Days = dossierIndicator({
  name: 'working-days.p90',
  vi: 'Số ngày làm việc giải quyết hồ sơ (phân vị 90)',
  en: 'Working days per dossier, 90th percentile',
  remark: REMARK,
  halves: HALVES,
  kind: 'quantile',
  unitOfMeasure: 'ngày làm việc',
  ...quantile(0.9, 'days_taken', known),
})
