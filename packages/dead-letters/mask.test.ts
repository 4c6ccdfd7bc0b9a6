import { dossier } from '@ioc/schemas/events/dossier.ts'
import { feedback } from '@ioc/schemas/events/feedback.ts'
import { expect, test } from 'vitest'
import { MASK, maskEvent } from './mask.ts'
import { outlineOf } from './mask-bytes.ts'

const masked = (data: object, contract: Parameters<typeof maskEvent>[1] = dossier) =>
  maskEvent({ data }, contract).data as Record<string, unknown>

test.each([
  ['dossierCode', '000.00.00.H36-240620-0001'],
  ['dossierCode', '000.00.00.H36-240620-001'], // three digits: wrong, and what must be seen
  ['unitCode', '24769'],
  ['unitCode', 24769],
  ['dueAt', '2024-02-30'],
  ['dueAt', '30/02/2024 08:30'],
  ['recordedAt', '20240620083000'],
  ['dueAt', null],
  ['status', 'archived'],
  ['status', '9'],
  ['sequence', '1.234,5'],
  ['sequence', 9007199254740992],
  ['voided', false],
])('%s: %j is shown, since nobody can be read out of it', (field, value) => {
  expect(masked({ [field]: value })).toEqual({ [field]: value })
})

test.each([
  ['dossierCode', '0912345678'],
  ['dossierCode', '0912 345 678'],
  ['dossierCode', '+84 912 345 678'],
  ['dossierCode', '068090001234'],
  ['dossierCode', 912345678],
  ['unitCode', 'Nguyễn Văn A'],
  ['unitCode', 'NGUYEN-VAN-A'],
  ['dueAt', 'hẹn chị Lan'],
  ['status', 'Nguyễn Văn A'],
  ['voided', 'true'],
  ['HoTen', 'A'],
  ['Địa chỉ', '1'],
  ['description', { text: 'free' }],
  ['unknownField', 'abc'],
  ['unknownField', 7],
])('%s: %j is masked', (field, value) => {
  expect(Object.values(masked({ [field]: value }))).toEqual([MASK])
})

test('a code that the contract takes for a name is masked where it has no digit; a raw caller always', () => {
  expect(masked({ feedbackCode: 'nguyenvana', callerHash: 'nguyenvana' }, feedback)).toEqual({
    feedbackCode: MASK,
    callerHash: MASK,
  })
  expect(masked({ feedbackCode: 'PAKN-20240620-0001' }, feedback)).toEqual({
    feedbackCode: 'PAKN-20240620-0001',
  })
})

test('names of fields may be data too', () => {
  expect(masked({ 'Nguyễn Văn A': 1, unitCode: '24769', '0912 345 678': { x: 1 } })).toEqual({
    '?1': MASK,
    unitCode: '24769',
    '?2': { x: MASK },
  })
})

test('attributes are shown where they are codes', () => {
  const event = {
    id: 'd-1',
    source: 'one-stop',
    type: 'x.v1',
    time: '2024-06-20',
    subject: 'Nguyễn',
    specversion: '1.0',
  }
  expect(maskEvent(event, dossier)).toEqual({ ...event, subject: MASK })
  expect(maskEvent({ id: '0912345678', source: 'Nguyễn Văn A', time: 'mai' }, dossier)).toEqual({
    id: MASK,
    source: MASK,
    time: MASK,
  })
})

test('without a contract nothing of the data is shown', () => {
  expect(maskEvent({ data: { unitCode: '24769' } }, undefined)).toEqual({ data: { unitCode: MASK } })
})

test('bytes that are no JSON keep their shape and lose what they say', () => {
  expect(outlineOf(Buffer.from('{"HoTen": "Nguyễn Văn A", 0912'))).toEqual({
    bytes: 33,
    notUtf8At: null,
    outline: '{"xxxxx": "xxxxxx xxx x", 0000',
    shownBytes: 33,
  })
  const broken = Buffer.concat([Buffer.from('Nguyễn '), Buffer.from([0xff, 0xc3])])
  expect(outlineOf(broken)).toMatchObject({ notUtf8At: 9 })
  expect(outlineOf(Buffer.alloc(5_000_000, 0x61))).toMatchObject({ bytes: 5_000_000, shownBytes: 600 })
})
