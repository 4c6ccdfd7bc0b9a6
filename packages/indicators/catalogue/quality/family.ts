import type { Bilingual } from '@ioc/scoring'
import {
  type Aggregate,
  type CountedIndicator,
  type CountedSet,
  defineIndicator,
  type HalvesInWords,
} from '../../define.ts'
import { RECORDED_END } from '../dossier/sources.ts'
import { remarks } from '../remarks.ts'

type Own = {
  /** The component's code in the profile, e.g. `ONLINE_SUBMISSIONS`. */
  component: string
  /** 1 if not said. */
  version?: number
  vi: string
  en: string
  of?: CountedSet
  stream?: string
  numerator: Aggregate
  denominator: Aggregate
  halves: HalvesInWords
  /** What of the rule the events cannot tell, or how it is read here. */
  remark?: Bilingual
}

/** `ONLINE_SUBMISSIONS` ↔ `dossier.quality.online-submissions`. */
export const componentId = (component: string) =>
  `dossier.quality.${component.toLowerCase().replaceAll('_', '-')}`

export const SOURCE = 'Quyết định 766/QĐ-TTg; công thức theo bảng năm 2026 của đơn vị vận hành Cổng DVCQG'
/** domain.md §4.2 */
export const OF_2026: Bilingual = {
  vi: 'chưa chứng minh được là công thức có hiệu lực trước năm 2026',
  en: 'not proven to be the formulas in force before 2026',
}

/** The sheet says no more than that a pending single request to supplement is itself the end, and not as of when (`sets/progress.ts`). */
export const WAITING_REQUEST: Bilingual = {
  vi: 'yêu cầu bổ sung duy nhất mà khi hết kỳ công dân chưa đáp ứng thì chính là thời điểm kết thúc của hồ sơ đối với kỳ đó, kể cả khi về sau đã bổ sung; chỉ xét thời điểm yêu cầu và thời điểm bổ sung, không xét trạng thái; yêu cầu trước khi tiếp nhận thì tính từ lúc tiếp nhận (suy luận)',
  en: 'a single request to supplement not answered when the period ends is the end of the dossier for that period, also once it has been answered; only the instants of request and answer decide, not the status; one made before reception counts from reception (inferred)',
}

/**
 * The sheet says only "dossiers". The portal's own cases of August 2026 print these denominators and that of PROGRESS_ON_TIME as one
 * number, 184,513 of a province and 326 of a department (golden-766.ts in `@ioc/scoring`).
 */
export const AS_PROGRESS = remarks(
  {
    vi: 'đếm trên hồ sơ của chỉ số đúng hạn (PROGRESS_ON_TIME; suy luận: số liệu công bố của Cổng in cùng một mẫu số)',
    en: 'counted over the dossiers of PROGRESS_ON_TIME (inferred: the portal’s published cases print one denominator for both)',
  },
  WAITING_REQUEST,
  RECORDED_END,
)
/** Of what is counted over them: since 2, what a single request ended at the end of a period stays ended there once it is answered. */
export const PROGRESS_VERSION = 2

/** The dossiers of PROGRESS_ON_TIME, in words. */
export const FOR_PROGRESS: Bilingual = {
  vi: 'hồ sơ kết thúc trong kỳ hoặc đang giải quyết khi hết kỳ',
  en: 'dossiers that ended in the period or run at its end',
}

/** Its halves make a percentage, and the title says so; the sheet's own title names only what is counted. */
export const titleOf = ({ vi, en }: Bilingual): Bilingual => ({
  vi: `Tỷ lệ ${vi.charAt(0).toLowerCase()}${vi.slice(1)} (QĐ 766)`,
  en: `${en} (Decision 766)`,
})

/** Halves of one component of Decision 766, counted from events; the profile in `@ioc/scoring` makes points of them. */
export const qualityComponent = ({
  component,
  version = 1,
  vi,
  en,
  of = 'dossiers',
  stream,
  numerator,
  denominator,
  halves,
  remark,
}: Own): CountedIndicator =>
  defineIndicator({
    id: componentId(component),
    version,
    title: titleOf({ vi, en }),
    source: SOURCE,
    remark: remark ? remarks(OF_2026, remark) : OF_2026,
    halves,
    evidence: 'unconfirmed',
    group: 'quality',
    kind: 'ratio',
    of,
    ...(stream === undefined ? {} : { stream }),
    numerator,
    denominator,
    unitOfMeasure: of === 'feedback' ? 'phản ánh' : 'hồ sơ',
    aboutPersons: true,
  })
