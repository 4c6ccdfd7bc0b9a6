import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const EXAMPLE = join(import.meta.dirname, '../../schemas/examples/dossier.v1/keep.received-online.json')

export type Event = { id: string; source: string; type: string; data: Record<string, unknown> }

/** Inside the half-year, so that what is pushed can be seen in its figures. */
const RECEIVED = {
  recordedAt: '2024-06-20T09:15:00+07:00',
  submittedAt: '2024-06-20T08:55:00+07:00',
  receivedAt: '2024-06-20T09:15:00+07:00',
  dueAt: '2024-06-27',
  channel: 'online',
  status: 'received',
}

/** A good dossier event as an object to change; a code of its own, so that no other test speaks of it. */
export const dossierEvent = (
  serial: string,
  change: { event?: Record<string, unknown>; data?: Record<string, unknown> } = {},
): Event => {
  const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as Event
  return {
    ...example,
    id: `end-to-end-${serial}`,
    ...change.event,
    data: { ...example.data, ...RECEIVED, dossierCode: `000.00.00.H36-240620-${serial}`, ...change.data },
  } as Event
}

/** Name of a person that never lived; must be found nowhere outside sealed bytes. */
export const PERSON = 'Lò Thị Không Có Thật'

type Bad = { what: string; event: Event; path: string; code: string }

/** What the "Bad input" names, one fault each, with the place and the code of the answer. */
export const BAD_DOSSIERS: readonly Bad[] = [
  {
    what: 'a unit that is none',
    event: dossierEvent('9001', { data: { unitCode: '99999' } }),
    path: 'data.unitCode',
    code: 'unknown-unit',
  },
  {
    what: 'finished before it was received',
    event: dossierEvent('9002', { data: { status: 'finished', finishedAt: '2023-12-03T10:00:00+07:00' } }),
    path: 'data.finishedAt',
    code: 'finished-before-received',
  },
  {
    what: 'a status nobody knows',
    event: dossierEvent('9003', { data: { status: 'lost' } }),
    path: 'data.status',
    code: 'unknown-value',
  },
  {
    what: 'a field its contract does not know',
    event: dossierEvent('9004', { data: { colour: 'red' } }),
    path: 'data.colour',
    code: 'unknown-field',
  },
  {
    what: 'the name of a person',
    event: dossierEvent('9005', { data: { ChuHoSo: PERSON } }),
    path: 'data.ChuHoSo',
    code: 'personal-data',
  },
  {
    what: 'a serial of three digits',
    event: dossierEvent('906'),
    path: 'data.dossierCode',
    code: 'wrong-format',
  },
  {
    what: 'recorded next year',
    event: dossierEvent('9007', { data: { recordedAt: '2025-06-20T09:15:00+07:00' } }),
    path: 'data.recordedAt',
    code: 'from-the-future',
  },
  {
    what: 'recorded in 1969',
    event: dossierEvent('9008', { data: { recordedAt: '1969-06-20T09:15:00+07:00' } }),
    path: 'data.recordedAt',
    code: 'before-1970',
  },
  {
    what: 'a number as Vietnamese write it',
    event: dossierEvent('9009', { data: { feeVnd: '50.000,00' } }),
    path: 'data.feeVnd',
    code: 'vietnamese-number',
  },
  {
    what: 'data nested forty levels deep',
    event: dossierEvent('9010', { data: { extra: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) } }),
    path: 'data',
    code: 'too-deep',
  },
]
