import type { Expression } from '../../define.ts'
import { share } from '../../define.ts'
import { dossierIndicator } from './family.ts'
import { DECREE_61, RECORDED_END } from './sources.ts'

const SOURCE = `${DECREE_61}: văn bản xin lỗi; when an extension is made is not sent, so the dossier's own period stands for it (inferred); ${RECORDED_END}`

/** Dossiers finished in the period or still in process at its end, whose promised day was moved at least once. */
const extended: Expression = (period) => `is_extended AND (in_process OR ${period.within('finished_at')})`

/** Of the extended dossiers, those whose every extension went with a written apology. */
export const dossierExtendedWithApology = dossierIndicator({
  name: 'extended.with-apology',
  vi: 'Hồ sơ gia hạn có văn bản xin lỗi',
  en: 'Dossiers extended with an apology',
  source: SOURCE,
  kind: 'ratio',
  ...share(extended, () => 'is_apologised'),
})

/** Of the extended dossiers, those with an extension nobody apologised for. */
export const dossierExtendedWithoutApology = dossierIndicator({
  name: 'extended.without-apology',
  vi: 'Hồ sơ gia hạn không có văn bản xin lỗi',
  en: 'Dossiers extended without an apology',
  source: SOURCE,
  kind: 'ratio',
  ...share(extended, () => 'NOT is_apologised'),
})
