import type { SnapshotBody, SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import { controlTotalsOf } from './control-totals.ts'
import { type SigningKey, signingKeyOf } from './keys.ts'

/** The key pair printed in RFC 8037 appendix A: known to the whole world, so it signs examples and nothing else. */
export const exampleKey: SigningKey = signingKeyOf({
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
})

const halfYear = { kind: 'half-year', from: '2024-01-01', to: '2024-06-30' } as const
const nothing = { numerator: null, denominator: null, value: null }

/** One value of each state; the first is the departments' figure of the report on the first half of 2024. */
const values: SnapshotValue[] = [
  {
    indicator: 'dossier.on-time',
    unit: '68',
    level: 'department',
    period: halfYear,
    state: 'reported',
    kind: 'ratio',
    numerator: 151_017,
    denominator: 157_270,
    value: '96.02',
    unitOfMeasure: '%',
    flags: [],
  },
  {
    indicator: 'dossier.on-time',
    unit: '68',
    level: 'district',
    period: halfYear,
    state: 'missing',
    kind: 'ratio',
    ...nothing,
    unitOfMeasure: '%',
    flags: ['source-silent'],
  },
  {
    indicator: 'dossier.on-time',
    unit: '24769',
    level: 'commune',
    period: halfYear,
    state: 'withheld',
    kind: 'ratio',
    ...nothing,
    unitOfMeasure: '%',
    flags: ['too-small'],
  },
  {
    indicator: 'dossier.received',
    unit: '24769',
    level: 'commune',
    period: halfYear,
    state: 'not-applicable',
    kind: 'count',
    ...nothing,
    unitOfMeasure: 'hồ sơ',
    flags: [],
  },
]

const received = (
  unit: string,
  place: Pick<SnapshotValue, 'level' | 'since'> & { numerator: number | null },
): SnapshotValue => ({
  indicator: 'dossier.received',
  unit,
  ...place,
  period: { kind: 'day', from: '2024-12-31', to: '2024-12-31' },
  state: place.numerator === null ? 'withheld' : 'reported',
  kind: 'count',
  denominator: null,
  value: place.numerator === null ? null : String(place.numerator),
  unitOfMeasure: 'hồ sơ',
  flags: ['simulated'],
})

/** A complete, valid first revision. */
export const exampleBody: SnapshotBody = {
  schema: 'vn.lamdong.ioc.snapshot/1',
  province: { code: '68', name: 'Lâm Đồng' },
  group: 'dossier',
  date: '2024-06-30',
  revision: 1,
  supersedes: null,
  reason: { code: 'scheduled', text: null },
  cut: {
    watermark: [
      { topic: 'dossier.v1', partition: 0, offset: 60_311 },
      { topic: 'dossier.v1', partition: 1, offset: -1 },
    ],
    catalogueVersion: 'sha-0001',
    indicatorsVersion: '1',
    profiles: { '766': '2022' },
    cutNote: null,
  },
  completeness: {
    units: { expected: 3, reported: 1 },
    sources: [
      {
        source: 'urn:lamdong:one-stop',
        contract: 'dossier.v1',
        completeUpTo: '2024-06-30T23:59:59.999+07:00',
        simulated: true,
        emitted: 60_313,
        rejected: 1,
        state: 'reported',
      },
    ],
  },
  values,
  adjustments: [],
  controlTotals: controlTotalsOf(values),
}

/** A first revision that holds units, with what is told of a day beyond the horizon. */
export const exampleOfUnits: SnapshotBody = {
  ...exampleBody,
  date: '2024-12-31',
  cut: { ...exampleBody.cut, levels: ['province', 'district', 'commune'], withheldUpTo: 4 },
  completeness: { ...exampleBody.completeness, units: { expected: 3, reported: 1, late: 1 } },
  values: [
    received('68', { level: 'province', numerator: 47 }),
    received('68', { level: 'own', numerator: 0 }),
    received('682', { level: 'district', numerator: 40 }),
    // Đạ Tẻh, which bore the code before Đạ Huoai did.
    received('682', { level: 'district', since: '2020-01-01', numerator: 7 }),
    received('24769', { level: 'commune', numerator: null }),
  ],
  adjustments: [
    {
      date: '2024-06-30',
      indicator: 'dossier.received',
      unit: '682',
      level: 'district',
      period: { kind: 'day', from: '2024-06-30', to: '2024-06-30' },
      old: '11',
      new: '12',
      reason: 'late events, after the horizon of the day’s snapshot',
    },
  ],
  controlTotals: [{ indicator: 'dossier.received', cells: 5, numerator: 94, denominator: null }],
}

/** The revision that follows it: a late dossier of the district; the values it changed are named. */
export const exampleOfUnitsRevision = (before: { body: SnapshotBody; digest: string }): SnapshotBody => {
  const isChanged = ({ unit, since, level }: SnapshotValue) =>
    (unit === '68' && level === 'province') || (unit === '682' && since === undefined)
  const values = before.body.values.map((value) =>
    isChanged(value)
      ? { ...value, numerator: value.numerator! + 1, value: String(value.numerator! + 1) }
      : value,
  )
  return {
    ...before.body,
    revision: 2,
    supersedes: { revision: 1, digest: before.digest },
    reason: {
      code: 'late-events',
      text: '2 values changed by events that came after the cut of revision 1',
    },
    values,
    changes: values
      .filter(isChanged)
      .map(({ indicator, unit, level, period }) => ({ indicator, unit, level, period })),
    adjustments: [],
    controlTotals: controlTotalsOf(values),
  }
}

/** The revision that follows: one late dossier, finished on time, has come in. */
export const exampleRevision = (before: { body: SnapshotBody; digest: string }): SnapshotBody => {
  const [first, ...others] = before.body.values
  const changed = [
    { ...first!, numerator: first!.numerator! + 1, denominator: first!.denominator! + 1 },
    ...others,
  ]
  return {
    ...before.body,
    revision: before.body.revision + 1,
    supersedes: { revision: before.body.revision, digest: before.digest },
    reason: { code: 'late-events', text: null },
    cut: {
      ...before.body.cut,
      watermark: before.body.cut.watermark.map((m) => ({ ...m, offset: m.offset + 1 })),
    },
    values: changed,
    adjustments: [
      {
        date: '2024-06-30',
        indicator: 'dossier.on-time',
        unit: '68',
        old: '96.02',
        new: '96.02',
        reason: 'late-events',
      },
    ],
    controlTotals: controlTotalsOf(changed),
  }
}
