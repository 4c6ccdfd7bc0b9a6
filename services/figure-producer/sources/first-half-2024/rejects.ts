import type { Candidate } from '@ioc/source/source.ts'
import { ISSUING_SYSTEM } from '../as-events.ts'

/** A figure that must be refused, and the field a reader complains of. */
export type RejectKind = { name: string; field: string; spoiling: Record<string, unknown> }

/** Numbers, units and dates as the documents write them (domain.md §3.3): a reader that guesses them is wrong one day. */
export const REJECT_KINDS: readonly RejectKind[] = [
  { name: 'number in Vietnamese form', field: 'numerator', spoiling: { numerator: '5.710,503' } },
  { name: 'number with its unit', field: 'denominator', spoiling: { denominator: '8.718,3 tỷ' } },
  { name: 'count padded with a zero', field: 'numerator', spoiling: { numerator: '08' } },
  { name: 'seven decimal places', field: 'numerator', spoiling: { numerator: 0.1234567 } },
  { name: 'printed number with a comma', field: 'printed', spoiling: { printed: '97,76' } },
  { name: 'printed number with its percent sign', field: 'printed', spoiling: { printed: '97.76 %' } },
  { name: 'published without what was printed', field: 'printed', spoiling: { printed: null } },
  {
    name: 'reported without a numerator',
    field: 'numerator',
    spoiling: { kind: 'reported', numerator: null },
  },
  {
    name: 'unit of measure decomposed',
    field: 'unitOfMeasure',
    spoiling: { unitOfMeasure: 'tỷ đồng'.normalize('NFD') },
  },
  { name: 'unit of measure abbreviated', field: 'unitOfMeasure', spoiling: { unitOfMeasure: 'tr.đ' } },
  {
    name: 'day written the Vietnamese way',
    field: 'documentIssuedOn',
    spoiling: { documentIssuedOn: '10/6/2024' },
  },
  { name: 'period that ends before it begins', field: 'periodTo', spoiling: { periodTo: '2023-12-31' } },
  { name: 'unit nobody knows', field: 'unitCode', spoiling: { unitCode: '24999' } },
  { name: 'remark in free text', field: 'note', spoiling: { note: 'Ghi chú mô phỏng' } },
  {
    name: 'recorded before 1970',
    field: 'recordedAt',
    spoiling: { recordedAt: '1969-12-31T23:59:59+07:00' },
  },
]

/** What each of them would be were it not spoilt. */
export const GOOD_FIGURE = {
  issuingSystem: ISSUING_SYSTEM,
  recordedAt: '2024-06-12T09:00:00+07:00',
  sequence: 0,
  voided: false,
  kind: 'published',
  indicator: 'steering.refused',
  unitCode: '68',
  periodFrom: '2024-01-01',
  periodTo: '2024-06-30',
  numerator: 1,
  denominator: 2,
  printed: '50',
  unitOfMeasure: 'nhiệm vụ',
  documentCode: 'refused-2024',
  documentIssuedOn: '2024-06-12',
  issuedAt: '2024-06-12T08:00:00+07:00',
}

/** The figures to be refused, each the only one of its code. */
export const spoiltFigures = (tag: string): Candidate[] =>
  REJECT_KINDS.map((kind, n) => ({
    id: `${tag}-refused-${n}`,
    atMs: Date.parse(GOOD_FIGURE.recordedAt) + n * 60_000,
    data: { ...GOOD_FIGURE, figureCode: `refused-2024/${n}/published`, ...kind.spoiling },
  }))
