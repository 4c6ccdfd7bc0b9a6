import { openCatalogues } from '@ioc/catalogues'
import { readDocument } from '@ioc/schemas/documents/index.ts'
import { reportedIndicators } from '@ioc/schemas/documents/indicators.ts'
import par from '@ioc/schemas/documents/par-2023.json' with { type: 'json' }
import parIndicators from '@ioc/schemas/documents/par-indicators.json' with { type: 'json' }
import { printed as all } from '@ioc/schemas/documents/printed.ts'
import { decimalOf } from '@ioc/schemas/documents/tokens.ts'
import { reportedFigure } from '@ioc/schemas/events/reported-figure.ts'
import { describe, expect, test } from 'vitest'
import { GOLDEN, INPUTS } from './par-2023-golden.ts'

type Figure = {
  indicator: string
  name?: string
  document: string
  periodFrom: string
  periodTo: string
  unitOfMeasure: string
  numerator?: number
  denominator?: number
  printed: string
  knownDifference?: string
  alsoReported?: boolean
}
const figures: Figure[] = par.figures
const ofPlan = figures.filter((each) => each.document === 'kh-5024-2024' && each.name === undefined)
const rows = new Map(par.rows.map((row) => [row.code, row]))

/** In ten-thousandths of a point: every score is printed with at most four decimals. */
const tenThousandths = (text: string): number => {
  const [whole, decimals = ''] = text.split('.')
  return Number(whole) * 10_000 + Number(decimals.padEnd(4, '0'))
}
const sum = (texts: string[]) => texts.map(tenThousandths).reduce((a, b) => a + b, 0)

const DOMAINS = ['1', '2', '3', '4', '5', '6', '7', '8', '9.1', '9.2']
const scoreId = (code: string) => (code.includes('.') ? `par.${code}.score` : `par.domain-${code}.score`)

describe('the table of the appendix', () => {
  test('has every row, as printed', () => {
    const seen = Object.fromEntries(par.rows.map((row) => [row.code, [row.maximum, row.scored, row.lost]]))
    expect(seen).toEqual(GOLDEN)
  })

  test.each(par.rows)('$code: $maximum less $scored is $lost', ({ maximum, scored, lost }) => {
    expect(tenThousandths(maximum) - tenThousandths(scored)).toBe(tenThousandths(lost))
    expect(tenThousandths(scored)).toBeGreaterThanOrEqual(0)
  })

  test.each(DOMAINS.slice(0, 8))('domain %s loses what its criteria lose', (domain) => {
    const criteria = par.rows.filter(({ code }) => code.startsWith(`${domain}.`))
    expect(sum(criteria.map(({ lost }) => lost))).toBe(tenThousandths(rows.get(domain)!.lost))
  })

  test('the rows sum to 85.0223, the published total is 86.02: two facts', () => {
    const column = (name: 'maximum' | 'scored' | 'lost', codes = DOMAINS) =>
      sum(codes.map((code) => rows.get(code)![name]))
    expect(column('maximum')).toBe(1_000_000)
    expect(column('scored')).toBe(850_223)
    expect(column('lost')).toBe(149_777)
    expect([column('maximum', DOMAINS.slice(0, 8)), column('scored', DOMAINS.slice(0, 8))]).toEqual([
      680_000, 593_808,
    ])
    expect([column('maximum', DOMAINS.slice(8)), column('scored', DOMAINS.slice(8))]).toEqual([
      320_000, 256_415,
    ])
    const total = ofPlan.find(({ indicator }) => indicator === 'par.total.score')!
    expect(total).toMatchObject({ printed: '86.02', knownDifference: 'unexplained' })
    expect(tenThousandths(total.printed) - column('scored')).toBe(9_977)
  })
})

describe('the figures', () => {
  test('hold every input with its halves, and nothing more', () => {
    const seen = ofPlan
      .filter((each) => each.numerator !== undefined)
      .map((each) => [each.indicator, each.numerator, each.denominator, each.printed, each.knownDifference])
    const byId = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1)
    expect(seen.sort(byId)).toEqual(INPUTS.toSorted(byId))
  })

  test('hold the points of every row and of every part that prints them, without halves', () => {
    const seen = Object.fromEntries(
      ofPlan.filter((each) => each.numerator === undefined).map((each) => [each.indicator, each.printed]),
    )
    expect(seen).toEqual({
      ...Object.fromEntries(Object.entries(GOLDEN).map(([code, [, scored]]) => [scoreId(code), scored])),
      'par.total.score': '86.02',
      'par.1.6.part-1.score': '0.5',
      'par.1.6.part-2.score': '0.4014',
      'par.3.2.3.part-1.score': '0.4817',
      'par.3.2.3.part-2.score': '0.50',
      'par.7.3.7.part-1.score': '0.50',
      'par.7.3.7.part-2.score': '0.3143',
      'par.7.3.7.part-3.score': '0.2649',
    })
  })

  test('name the points that do not follow from the printed counts', () => {
    const points = ofPlan.filter((each) => each.indicator.endsWith('.score') && each.knownDifference)
    expect(Object.fromEntries(points.map((each) => [each.indicator, each.knownDifference]))).toEqual({
      'par.total.score': 'unexplained',
      'par.1.3.2.score': 'count',
      'par.3.4.1.score': 'count',
      'par.7.3.7.score': 'count',
      'par.7.3.7.part-3.score': 'count',
      'par.9.1.score': 'unexplained',
    })
  })

  test('hold other years with the document that prints them; 2020 is derived and not here', () => {
    const others = figures.filter((each) => !ofPlan.includes(each))
    expect(
      others.map((each) => [each.document, each.indicator, each.periodTo.slice(0, 4), each.printed]),
    ).toEqual([
      ['kh-5024-2024', 'par.total.score', '2022', '86.72'],
      ['kh-5024-2024', 'par.rank', '2022', '15'],
      ['bai-viet-2022-10-28', 'par.total.score', '2021', '86.75'],
      ['bai-viet-2022-10-28', 'par.rank', '2021', '29'],
      ['kh-5024-2024', 'par.4.1.3.units', '2015', '831'],
      ['kh-5024-2024', 'par.8.2', '2022', '19690'],
      ['kh-5024-2024', 'par.8.2.projects', '2022', '23'],
    ])
  })

  /** Half-up at the printed places, in whole numbers. */
  const percentAt = (numerator: number, denominator: number, places: number) => {
    const [n, d] = [numerator, denominator].map((half) => BigInt(Math.round(half * 1000))) as [bigint, bigint]
    const scale = 10n ** BigInt(places)
    return Number((n * 200n * scale + d) / (2n * d)) / Number(scale)
  }
  const kinds = new Map([...parIndicators, ...reportedIndicators].map((each) => [each.id, each.kind]))

  test.each(figures.filter(({ numerator }) => numerator !== undefined))(
    '$document $indicator $periodTo: $numerator of $denominator agrees with $printed, or says how not',
    ({ indicator, numerator, denominator, printed, knownDifference }) => {
      const computed =
        kinds.get(indicator) === 'ratio'
          ? percentAt(numerator!, denominator!, printed.split('.')[1]?.length ?? 0)
          : numerator
      expect(computed === Number(printed)).toBe(knownDifference === undefined)
    },
  )

  test('stand in the text of the plan, where the list of its figures says so', () => {
    const entries = readDocument('kh-5024-2024').figures
    const missing = figures
      .filter(({ document }) => document === 'kh-5024-2024')
      .flatMap(({ indicator, periodTo, numerator, printed }) => {
        // The input of 9.1 is the index that the introduction prints.
        const carrier = indicator === 'par.9.1' ? 'satisfaction.sipas' : indicator
        const numbers = entries
          .filter((entry) => entry.carriedBy === carrier && entry.period?.to === periodTo)
          .flatMap((entry) => entry.numbers.map((text) => Number(decimalOf(text))))
        const sought = [Number(printed), numerator ?? Number(printed)]
        return sought.every((each) => numbers.includes(each)) ? [] : [`${indicator} ${printed}`]
      })
    expect(missing).toEqual([])
  })

  test('the dossiers of 3.4 are those of 3.2.3', () => {
    const half = (id: string, of: 'numerator' | 'denominator') =>
      ofPlan.find(({ indicator }) => indicator === id)![of]!
    const levels = ['par.3.4.1', 'par.3.4.2', 'par.3.4.3']
    expect(levels.map((id) => half(id, 'denominator')).reduce((a, b) => a + b)).toBe(905_350)
    expect(levels.map((id) => half(id, 'numerator')).reduce((a, b) => a + b)).toBe(895_681)
    expect(half('par.3.2.3.part-2', 'denominator')).toBe(905_350)
    expect(half('par.3.2.3.part-1', 'denominator')).toBeGreaterThanOrEqual(905_350)
    for (const id of ['par.7.3.6', 'par.7.3.7.part-3'])
      expect(half(id, 'denominator')).toBeLessThanOrEqual(905_350)
    expect(half('par.8.2', 'denominator') - half('par.8.2', 'numerator')).toBeCloseTo(17_246.8, 6)
  })

  test('the cut in public service units is that of the printed counts', () => {
    const units = figures.filter(({ indicator }) => indicator === 'par.4.1.3.units')
    const [now, then] = units.map(({ numerator }) => numerator!) as [number, number]
    expect(par.derivedInputs.map((each) => [each.input, each.numerator, each.denominator])).toEqual([
      ['4.1.3', then - now, then],
    ])
  })
})

describe('the indicators', () => {
  const ids = parIndicators.map(({ id }) => id)

  test('are those the figures use, each once; others are defined elsewhere', () => {
    const elsewhere = new Set(reportedIndicators.map(({ id }) => id))
    const used = new Set(figures.map(({ indicator }) => indicator))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !used.has(id) || elsewhere.has(id))).toEqual([])
    expect([...used].filter((id) => !ids.includes(id) && !elsewhere.has(id))).toEqual([])
  })

  test('are titled by the criteria as the appendix prints them', () => {
    const plan = openCatalogues()
    const wrong = parIndicators.filter(({ id, title, criterion }) => {
      if (criterion === null) return false
      const name = plan.remediationCriterion(criterion)?.name.vi
      return name === undefined || (id === scoreId(criterion) && !title.vi.endsWith(`: ${name}`))
    })
    expect(wrong).toEqual([])
    expect(plan.remediationCriteria.map(({ code }) => code).filter((code) => code !== '9')).toEqual(
      par.rows.map(({ code }) => code),
    )
  })

  test('give points their maximum', () => {
    for (const { id, kind, maximum, criterion } of parIndicators) {
      if (criterion !== null && id === scoreId(criterion))
        expect([kind, maximum]).toEqual(['points', Number(rows.get(criterion)!.maximum)])
      else expect(maximum === null).toBe(kind !== 'points')
    }
  })

  test('and figures fit the contract their events have, under a code no other figure has', () => {
    const codes = all.figures.map((each) => `${each.document}/${each.indicator}/${each.name ?? ''}`)
    expect(codes.length).toBeGreaterThan(figures.length)
    expect(codes.filter((code, n) => codes.indexOf(code) !== n)).toEqual([])
    const problems = figures.flatMap((figure) => {
      const { issuedOn } = all.documents[figure.document]!
      const parsed = reportedFigure.data.safeParse({
        issuingSystem: 'reports.lamdong.gov.vn',
        recordedAt: `${issuedOn}T09:00:00+07:00`,
        sequence: 0,
        voided: false,
        figureCode: `${figure.document}/${figure.indicator}/published`,
        kind: 'published',
        indicator: figure.indicator,
        unitCode: '68',
        periodFrom: figure.periodFrom,
        periodTo: figure.periodTo,
        numerator: figure.numerator ?? null,
        denominator: figure.denominator ?? null,
        printed: figure.printed,
        knownDifference: figure.knownDifference ?? null,
        unitOfMeasure: figure.unitOfMeasure,
        documentCode: figure.document,
        documentIssuedOn: issuedOn,
        issuedAt: `${issuedOn}T08:00:00+07:00`,
      })
      return parsed.success ? [] : parsed.error.issues.map(({ message }) => `${figure.indicator}: ${message}`)
    })
    expect(problems).toEqual([])
  })
})
