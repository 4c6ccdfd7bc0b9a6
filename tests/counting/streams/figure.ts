import fc from 'fast-check'
import type { Data } from '../told.ts'
import { version } from './moments.ts'

const drawn = fc.record({
  kind: fc.constantFrom('reported', 'reported', 'published'),
  indicator: fc.constantFrom('steering.disbursed', 'steering.plan-tasks', 'steering.classes-opened'),
  unitCode: fc.constantFrom('68', 'H36.03', '682', '25114'),
  // One beginning for all: of two periods that end on one day no rule says which is the newer.
  periodTo: fc.constantFrom('2024-03-31', '2024-05-31', '2024-12-31'),
  estimate: fc.boolean(),
  numerator: fc.integer({ min: 0, max: 40_000 }).map((n) => n / 4),
  denominator: fc.option(fc.integer({ min: 0, max: 40_000 }), { nil: null }),
  version,
})
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

const dataOf = (serial: number, { version: own, ...d }: Drawn): Data => ({
  issuingSystem: 'reports.example.vn',
  ...own,
  ...d,
  figureCode: `document/figure-${serial}`,
  periodFrom: '2024-01-01',
  printed: d.kind === 'published' ? '14.05' : null,
  unitOfMeasure: 'tỷ đồng',
  documentCode: 'document',
  documentIssuedOn: '2024-06-10',
  issuedAt: '2024-06-10',
})

/** The states of one reported figure in turn. */
export const figureVersions = (serial: number): fc.Arbitrary<Data[]> =>
  fc
    .array(drawn, { minLength: 1, maxLength: 2 })
    .map((states) => states.map((state) => dataOf(serial, state)))
