import type { Bilingual } from '@ioc/scoring'
import type { Expression } from '../../define.ts'
import { share } from '../../define.ts'
import { remarks } from '../remarks.ts'
import { dossierIndicator } from './family.ts'
import { DECREE_61, RECORDED_END } from './sources.ts'

const REMARK = remarks(
  {
    vi: 'thời điểm gia hạn không được gửi, nên tính theo kỳ của chính hồ sơ (suy luận)',
    en: 'when an extension is made is not sent, so the dossier’s own period stands for it (inferred)',
  },
  RECORDED_END,
)

const EXTENDED: Bilingual = {
  vi: 'hồ sơ từng được lùi ngày hẹn trả, giải quyết xong trong kỳ hoặc còn đang giải quyết khi hết kỳ',
  en: 'dossiers whose promised day was moved, finished in the period or still in process at its end',
}

/** Dossiers finished in the period or still in process at its end, whose promised day was moved at least once. */
const extended: Expression = (period) => `is_extended AND (in_process OR ${period.within('finished_at')})`

/** Of the extended dossiers, those whose every extension went with a written apology. */
export const dossierExtendedWithApology = dossierIndicator({
  name: 'extended.with-apology',
  vi: 'Tỷ lệ hồ sơ gia hạn có văn bản xin lỗi',
  en: 'Dossiers extended with an apology',
  source: `${DECREE_61}: văn bản xin lỗi`,
  remark: REMARK,
  kind: 'ratio',
  halves: {
    numerator: {
      vi: 'trong đó lần gia hạn nào cũng có văn bản xin lỗi',
      en: 'of those, each extension with a written apology',
    },
    denominator: EXTENDED,
  },
  ...share(extended, () => 'is_apologised'),
})

/** Of the extended dossiers, those with an extension nobody apologised for. */
export const dossierExtendedWithoutApology = dossierIndicator({
  name: 'extended.without-apology',
  vi: 'Tỷ lệ hồ sơ gia hạn không có văn bản xin lỗi',
  en: 'Dossiers extended without an apology',
  source: `${DECREE_61}: văn bản xin lỗi`,
  remark: REMARK,
  kind: 'ratio',
  halves: {
    numerator: {
      vi: 'trong đó có lần gia hạn không có văn bản xin lỗi',
      en: 'of those, with an extension nobody apologised for',
    },
    denominator: EXTENDED,
  },
  ...share(extended, () => 'NOT is_apologised'),
})
