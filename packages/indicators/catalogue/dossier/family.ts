import type { UnitLevel } from '@ioc/catalogues'
import type { Bilingual } from '@ioc/scoring'
import type { CountedIndicator, RuleEvidence } from '../../define.ts'
import { defineIndicator } from '../../define.ts'
import { COMMON_USE, PLAIN_MEANING } from './sources.ts'

type Own = Pick<CountedIndicator, 'kind' | 'numerator' | 'denominator' | 'halves'> & {
  /** What follows `dossier.`. */
  name: string
  vi: string
  en: string
  source?: string
  remark?: Bilingual
  evidence?: RuleEvidence
  unitOfMeasure?: string
  level?: UnitLevel
}

/** An indicator over dossiers; what all of them share is said here once. */
export const dossierIndicator = ({
  name,
  vi,
  en,
  source,
  remark,
  evidence,
  unitOfMeasure,
  ...rest
}: Own): CountedIndicator =>
  defineIndicator({
    id: `dossier.${name}`,
    version: 1,
    title: { vi, en },
    source: source ?? COMMON_USE,
    ...said(remark ?? (source ? undefined : PLAIN_MEANING)),
    evidence: evidence ?? 'inferred',
    group: 'dossier',
    of: 'dossiers',
    unitOfMeasure: unitOfMeasure ?? 'hồ sơ',
    aboutPersons: true,
    ...rest,
  })

const said = (remark: Bilingual | undefined) => (remark ? { remark } : {})
