import type { FeedbackInput } from '@ioc/schemas/events/feedback.ts'
import type { Candidate } from '@ioc/source/source.ts'
import { SYSTEMS } from './write.ts'

/** A record that must be refused, and the field a reader complains of; empty for the record as a whole. */
export type RejectKind = {
  name: string
  field: string
  count: number
  spoiling: Record<string, unknown> | Buffer
}

/** What a feedback system would send if nobody stopped it, above all words and names of citizens (here made up). */
export const REJECT_KINDS: readonly RejectKind[] = [
  { name: 'words of the citizen', field: 'NoiDung', count: 24, spoiling: { NoiDung: 'Nội dung mô phỏng' } },
  { name: 'name of the citizen', field: 'HoTen', count: 18, spoiling: { HoTen: 'Lê Thị Mô Phỏng' } },
  {
    name: 'telephone as it was dialled',
    field: 'callerPhone',
    count: 14,
    spoiling: { callerPhone: '0000000000' },
  },
  {
    name: 'caller in the clear where the hash belongs',
    field: 'callerHash',
    count: 12,
    spoiling: { callerHash: '0000000000' },
  },
  { name: 'status in words of the hotline', field: 'status', count: 16, spoiling: { status: 'Đã xử lý' } },
  {
    name: 'status decomposed',
    field: 'status',
    count: 8,
    spoiling: { status: 'Chờ công khai'.normalize('NFD') },
  },
  {
    name: 'processed before it was received',
    field: 'processedAt',
    count: 9,
    spoiling: { processedAt: '2024-01-02T08:00:00+07:00' },
  },
  {
    name: 'published but never processed',
    field: 'processedAt',
    count: 9,
    spoiling: { status: 'published' },
  },
  { name: 'unit nobody knows', field: 'unitCode', count: 7, spoiling: { unitCode: '24999' } },
  { name: 'channel of a chat service', field: 'channel', count: 7, spoiling: { channel: 'zalo' } },
  {
    name: 'instant as yyyyMMddHHmmss',
    field: 'receivedAt',
    count: 11,
    spoiling: { receivedAt: '20240603081500' },
  },
  {
    name: 'placeholder date',
    field: 'receivedAt',
    count: 6,
    spoiling: { receivedAt: '0001-01-01T00:00:00+07:00' },
  },
  { name: 'not JSON', field: '', count: 5, spoiling: Buffer.from('PAKN;2024;đã nhận') },
]

/** The records to be refused, each the only one of its case. */
export const spoiltRecords = (tag: string): Candidate[] => {
  let number = 0
  return REJECT_KINDS.flatMap((kind) =>
    Array.from({ length: kind.count }, (): Candidate => {
      number++
      const day = `2024-06-${String(1 + (number % 28)).padStart(2, '0')}`
      const head = {
        id: `${tag}-refused-${number}`,
        atMs: Date.parse(`${day}T09:00:00+07:00`) + number * 1000,
      }
      if (Buffer.isBuffer(kind.spoiling)) return { ...head, bytes: kind.spoiling }
      return { ...head, data: { ...goodRecord(day, number), ...kind.spoiling } }
    }),
  )
}

/** What each of them would be were it not spoilt. */
export const goodRecord = (day: string, number: number): FeedbackInput => ({
  issuingSystem: SYSTEMS['national-portal'],
  recordedAt: `${day}T09:00:00+07:00`,
  sequence: 0,
  voided: false,
  feedbackCode: `PAKN-${day.replaceAll('-', '')}-X${String(number).padStart(4, '0')}`,
  channel: 'national-portal',
  kind: 'regulation',
  unitCode: '24769',
  status: 'received-locally',
  receivedAt: `${day}T08:30:00+07:00`,
  processedAt: null,
})
