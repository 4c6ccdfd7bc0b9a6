import listed from '@ioc/schemas/documents/par-indicators.json' with { type: 'json' }
import { violationsFound } from '@ioc/schemas/documents/violations.ts'
import { type Described, defineIndicator, type ReportedIndicator } from '../define.ts'
import { sourceOf } from './documents.ts'

const DOCUMENT = 'kh-5024-2024'

/** What an indicator of the PAR Index is called, worth and printed as. Points stand with four decimals, as the appendix prints them. */
const described = listed.map(
  ({ id, title, kind, maximum, unitOfMeasure, section }): Described => ({
    id,
    version: 1,
    title,
    source: sourceOf(DOCUMENT, section),
    evidence: 'published',
    group: 'par',
    kind: kind as Described['kind'],
    ...(maximum === null ? {} : { maximum, places: 4 as const }),
    unitOfMeasure,
    aboutPersons: false,
  }),
)

const isPoints = ({ id }: Described) => id.endsWith('.score')

/** Rows of points: made here of what is reported (`scores/par.ts`). */
export const parPoints: readonly Described[] = described.filter(isPoints)

/** Violations that a rule takes points for, where the appendix tells of some without a number. */
const violations = violationsFound.map(({ criterion, indicator, unitOfMeasure }) => {
  const { title, source } = parPoints.find(({ id }) => id === `par.${criterion}.score`)!
  return defineIndicator({
    id: indicator,
    version: 1,
    title: {
      vi: title.vi.replace('Điểm tiêu chí', 'Vi phạm được phát hiện, tiêu chí'),
      en: title.en.replace('Points of criterion', 'Violations found, criterion'),
    },
    source,
    remark: {
      vi: 'văn bản không nêu con số, nên 1 nghĩa là ít nhất một',
      en: 'told without a number, so 1 stands for at least one',
    },
    evidence: 'inferred',
    group: 'par',
    kind: 'count',
    of: 'reports',
    unitOfMeasure,
    aboutPersons: false,
  })
})

/** Counts and ranks of the PAR Index as other bodies report them: the inputs of its points, and what stands beside them. */
export const parReported: readonly ReportedIndicator[] = [
  ...described.filter((each) => !isPoints(each)).map((each) => defineIndicator({ ...each, of: 'reports' })),
  ...violations,
]
