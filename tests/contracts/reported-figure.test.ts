import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { readRecord } from '@ioc/reader'
import { contractById, reportedFigure } from '@ioc/schemas'
import { expect, test } from 'vitest'

/** Reports come after their period: of a unit that was merged in between they are still right. */
const catalogues = openCatalogues()
const EXAMPLE = join(
  import.meta.dirname,
  '../../schemas/examples/reported-figure.v1/keep.reported-halves.json',
)
const { data } = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { data: Record<string, unknown> }

const told = (unitCode: string, periodFrom: string, periodTo: string, issuedAt: string) => ({
  ...data,
  recordedAt: '2025-02-10T09:00:00+07:00',
  unitCode,
  periodFrom,
  periodTo,
  issuedAt,
})
const read = (figure: object) =>
  readRecord(
    {
      topic: reportedFigure.id,
      partition: 0,
      offset: 0,
      appendedAtMs: Date.parse('2025-03-01T00:00:00+07:00'),
      key: null,
      value: Buffer.from(JSON.stringify(figure)),
      headers: Object.fromEntries(
        Object.entries({
          ce_specversion: '1.0',
          ce_id: 'merged',
          ce_source: 'test',
          ce_type: `vn.lamdong.ioc.${reportedFigure.id}`,
        }).map(([name, value]) => [name, Buffer.from(value)]),
      ),
    },
    { contracts: contractById, catalogues, atArrival: (ms) => ms, isSealed: () => false },
  )

test.each([
  {
    why: 'merged before it was told',
    unit: '681',
    from: '2024-07-01',
    to: '2024-09-30',
    issued: '2025-01-15',
  },
  { why: 'to its last day', unit: '681', from: '2024-11-01', to: '2024-11-30', issued: '2025-01-15' },
  {
    why: 'its code borne by another since',
    unit: '682',
    from: '2024-07-01',
    to: '2024-09-30',
    issued: '2025-01-15',
  },
  {
    why: 'merged within the period, told before',
    unit: '681',
    from: '2024-01-01',
    to: '2024-12-31',
    issued: '2024-11-20',
  },
])('a figure of $unit $from–$to issued on $issued is kept: $why', ({ unit, from, to, issued }) => {
  const figure = told(unit, from, to, issued)
  expect(read(figure).kind).toBe('keep')
  expect(reportedFigure.lookUp?.(reportedFigure.data.parse(figure), catalogues)).toEqual(['district'])
})

test.each([
  { why: 'gone on both days', unit: '681', from: '2024-10-01', to: '2024-12-31', issued: '2025-01-15' },
  { why: 'never was', unit: '77777', from: '2024-07-01', to: '2024-09-30', issued: '2025-01-15' },
])('a figure of $unit $from–$to issued on $issued is refused: $why', ({ unit, from, to, issued }) => {
  expect(read(told(unit, from, to, issued))).toMatchObject({
    kind: 'reject',
    reasons: [{ path: 'data.unitCode', code: 'unknown-unit' }],
  })
})
