import { openCatalogues as readCatalogues } from '@ioc/catalogues'
import type { Kafka, OutgoingRecord } from '@ioc/kafka'

/** One event as a producer puts it on a topic (CloudEvents 1.0, binary mode). */
export function event(topic: string, source: string, id: string, data: object): OutgoingRecord {
  return {
    key: id,
    value: JSON.stringify(data),
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: source,
      ce_type: `vn.lamdong.ioc.${topic}`,
      ce_time: '2024-06-20T08:30:00+07:00',
      'content-type': 'application/json',
    },
  }
}

const PROCEDURE_CODE = readCatalogues().procedures[0]!.code

const versioned = {
  issuingSystem: 'one-stop.lamdong.gov.vn',
  recordedAt: '2024-06-20T08:30:00+07:00',
  sequence: 0,
  voided: false,
}

/** A dossier being processed in ward 7 of Đà Lạt. */
export const dossier = (serial: number, change: object = {}): object => ({
  ...versioned,
  dossierCode: `000.00.00.H36-240620-${String(serial).padStart(4, '0')}`,
  procedureCode: PROCEDURE_CODE,
  unitCode: '24769',
  channel: 'online',
  applicantKind: 'citizen',
  status: 'in-process',
  receivedAt: '2024-06-20T08:00:00+07:00',
  dueAt: '2024-06-28',
  finishedAt: null,
  ...change,
})

/** A figure of the six-month report: the halves another body counted, or the number the report prints. */
export const figure = (
  indicator: string,
  kind: 'reported' | 'published',
  numbers: { numerator?: number; denominator?: number; printed?: string; knownDifference?: string },
  change: object = {},
): object => ({
  ...versioned,
  issuingSystem: 'report.lamdong.gov.vn',
  figureCode: `bc-6t-2024/${kind}/${indicator}`,
  kind,
  indicator,
  unitCode: '68',
  periodFrom: '2024-01-01',
  periodTo: '2024-05-31',
  unitOfMeasure: 'tỷ đồng',
  documentCode: 'bc-cchc-6t-2024',
  documentIssuedOn: '2024-06-14',
  issuedAt: '2024-06-14',
  ...numbers,
  ...change,
})

/** What a source says of itself. */
export const progress = (source: string, contract: string, rhythmSeconds: number): object => ({
  ...versioned,
  source,
  contract,
  units: ['68'],
  completeUpTo: '2024-06-30',
  rhythmSeconds,
  emitted: 12,
  rejected: 1,
  simulated: true,
})

/** A half-year in small: figures that agree, differ and are known to differ, dossiers, a rejected record, sources. */
export async function publishHalfYear(kafka: Kafka): Promise<void> {
  const figures = [
    figure('steering.disbursed', 'reported', { numerator: 1224.6, denominator: 8718.3 }),
    figure('steering.disbursed', 'published', { printed: '14.05' }),
    figure('steering.audit-recovered', 'reported', { numerator: 94.85, denominator: 95.12 }),
    figure('steering.audit-recovered', 'published', { printed: '99.71', knownDifference: 'truncated' }),
    figure(
      'steering.classes-opened',
      'reported',
      { numerator: 19, denominator: 45 },
      { unitOfMeasure: 'lớp' },
    ),
    figure('steering.classes-opened', 'published', { printed: '43.22' }, { unitOfMeasure: 'lớp' }),
    figure(
      'dossier.on-time.district',
      'published',
      { printed: '97.76' },
      { unitOfMeasure: 'hồ sơ', periodInferred: true },
    ),
  ]
  await kafka.publish(
    'reported-figure.v1',
    figures.map((data, i) => event('reported-figure.v1', 'six-month-report-2024', `figure-${i}`, data)),
  )
  await kafka.publish('dossier.v1', [
    ...Array.from({ length: 12 }, (_, i) =>
      event('dossier.v1', 'first-half-2024', `dossier-${i}`, dossier(i + 1)),
    ),
    event('dossier.v1', 'first-half-2024', 'dossier-wrong', dossier(99, { dueAt: '2024-02-30' })),
  ])
  await kafka.publish('source-progress.v1', [
    event(
      'source-progress.v1',
      'first-half-2024',
      'progress-1',
      progress('first-half-2024', 'dossier.v1', 86_400),
    ),
    event('source-progress.v1', 'hotline-2024', 'progress-2', progress('hotline-2024', 'feedback.v1', 1)),
  ])
}
