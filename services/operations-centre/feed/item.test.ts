import { expect, test } from 'vitest'
import { type FeedRecord, readItem } from './item.ts'

const unitNames = (code: string) => (code === '24769' ? { vi: 'Phường 7', en: 'Ward 7' } : undefined)

const dossier = {
  issuingSystem: 'one-stop.lamdong.gov.vn',
  recordedAt: '2024-06-20T08:30:00+07:00',
  sequence: 0,
  voided: false,
  dossierCode: '000.00.00.H36-240620-0001',
  procedureCode: '1.010708.000.00.00.H36',
  unitCode: '24769',
  channel: 'online',
  applicantKind: 'citizen',
  status: 'in-process',
  receivedAt: '2024-06-20T08:00:00+07:00',
  dueAt: '2024-06-28',
  finishedAt: null,
}
const record = (value: string, source = 'first-half-2024'): FeedRecord => ({
  topic: 'dossier.v1',
  partition: 1,
  offset: 42,
  appendedAtMs: Date.parse('2024-06-20T08:30:01+07:00'),
  value: Buffer.from(value),
  headers: { ce_source: Buffer.from(source) },
})

test('an event shows where it is from, what it is about and its status, and nothing else', () => {
  expect(readItem(record(JSON.stringify(dossier)), unitNames)).toEqual({
    topic: 'dossier.v1',
    partition: 1,
    offset: 42,
    appendedAt: '2024-06-20T08:30:01.000+07:00',
    source: 'first-half-2024',
    code: '000.00.00.H36-240620-0001',
    unitCode: '24769',
    unitName: { vi: 'Phường 7', en: 'Ward 7' },
    status: 'in-process',
    recordedAt: '2024-06-20T08:30:00.000+07:00',
    voided: false,
  })
})

test('fields a contract does not know are kept by the ledger and never shown', () => {
  const shown = readItem(record(JSON.stringify({ ...dossier, noiNop: 'Nguyễn Văn A' })), unitNames)
  expect(shown?.code).toBe(dossier.dossierCode)
  expect(JSON.stringify(shown)).not.toContain('Nguyễn')
})

test.each([
  { what: 'sealed bytes', value: '\u0001\u0002', source: 'first-half-2024' },
  { what: 'a list', value: '[]', source: 'first-half-2024' },
  {
    what: 'a name where a code belongs',
    value: JSON.stringify({ ...dossier, dossierCode: 'Nguyễn Văn A' }),
    source: 'first-half-2024',
  },
  {
    what: 'an unknown status',
    value: JSON.stringify({ ...dossier, status: 'Đang xử lý' }),
    source: 'first-half-2024',
  },
  { what: 'a source that is no source name', value: JSON.stringify(dossier), source: 'Nguyễn Văn A' },
])('$what is not shown', ({ value, source }) => {
  expect(readItem(record(value, source), unitNames)).toBeNull()
})
