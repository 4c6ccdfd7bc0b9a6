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
