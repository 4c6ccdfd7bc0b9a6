import { type Aggregate, type CountedIndicator, type CountedSet, defineIndicator } from '../../define.ts'
import { RECORDED_END } from '../dossier/sources.ts'

type Own = {
  /** The component's code in the profile, e.g. `ONLINE_SUBMISSIONS`. */
  component: string
  vi: string
  en: string
  of?: CountedSet
  numerator: Aggregate
  denominator: Aggregate
  /** What of the rule the events cannot tell, or how it is read here. */
  remark?: string
}

/** `ONLINE_SUBMISSIONS` ↔ `dossier.quality.online-submissions`. */
export const componentId = (component: string) =>
  `dossier.quality.${component.toLowerCase().replaceAll('_', '-')}`

export const SOURCE =
  'Quyết định 766/QĐ-TTg, formulas of the portal operator’s sheet of 2026 (domain.md §4.2), not proven to be those in force before'

/**
 * The sheet says only "dossiers". The portal's own cases of August 2026 print these denominators and that of PROGRESS_ON_TIME as one
 * number, 184,513 of a province and 326 of a department (golden-766.ts in `@ioc/scoring`).
 */
export const AS_PROGRESS = `counted over the dossiers of PROGRESS_ON_TIME (inferred: the portal’s published cases print one denominator for both); ${RECORDED_END}`

/** Halves of one component of Decision 766, counted from events; the profile in `@ioc/scoring` makes points of them. */
export const qualityComponent = ({
  component,
  vi,
  en,
  of = 'dossiers',
  numerator,
  denominator,
  remark,
}: Own): CountedIndicator =>
  defineIndicator({
    id: componentId(component),
    version: 1,
    title: { vi: `${vi} (QĐ 766)`, en: `${en} (Decision 766)` },
    source: remark ? `${SOURCE}; ${remark}` : SOURCE,
    evidence: 'unconfirmed',
    group: 'quality',
    kind: 'ratio',
    of,
    numerator,
    denominator,
    unitOfMeasure: of === 'feedback' ? 'phản ánh' : 'hồ sơ',
    aboutPersons: true,
  })
