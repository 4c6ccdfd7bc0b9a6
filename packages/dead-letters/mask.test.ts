import { dossier } from '@ioc/schemas/events/dossier.ts'
import { feedback } from '@ioc/schemas/events/feedback.ts'
import { expect, test } from 'vitest'
import { MASK, maskEvent } from './mask.ts'
import { outlineOf } from './mask-bytes.ts'

const masked = (data: object, contract: Parameters<typeof maskEvent>[1] = dossier) =>
  maskEvent({ data }, contract).data as Record<string, unknown>

test.each([
  ['dossierCode', '000.00.00.H36-240620-0001'],
  ['dossierCode', 'H36.12-20240620-0001234'],
  ['dossierCode', '000.00.00.H36-240620-001'], // three digits: wrong, and what must be seen
  ['unitCode', '24769'],
  ['unitCode', 24769],
  ['dueAt', '2024-02-30'],
  ['dueAt', '30/02/2024 08:30'],
  ['recordedAt', '20240620083000'],
  ['dueAt', null],
  ['finishedAt', '2024-06-20T08:30:00+07:00'],
  ['finishedAt', '20240620'],
  ['finishedAt', '0001-01-01T00:00:00'],
  ['finishedAt', '2024-06-20T08:30:00.1234567+07:00'],
  ['status', 'in-process'],
  ['status', '9'],
  ['channel', 'post'],
  ['procedureCode', '1.010708.000.00.00.H36'],
  ['procedureCode', '1.01070'],
  ['unitCode', '000.00.00.H36'],
  ['unitCode', 'H36.12'],
  ['issuingSystem', 'one-stop.lamdong.gov.vn'],
  ['feeVnd', 150_000_000],
  ['feeVnd', '150.000'],
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
  // a telephone or a citizen's number with separators
  ['procedureCode', '0912.345.678'],
  ['procedureCode', '0.912345.678'],
  ['finishedAt', '0912-345-678'],
  ['finishedAt', '0912 345 678'],
  ['finishedAt', '0912-34-56 78:90'],
  ['finishedAt', '0912-34-56T78:90:12.345Z'],
  ['recordedAt', '2024-06-20T08:30:00.912345678Z'],
  ['recordedAt', 'an-1990'],
  ['recordedAt', '84912345678000'],
  ['dossierCode', '068.090.001.234'],
  ['dossierCode', '068-090-001-234'],
  ['dossierCode', 'H36-091234-5678'],
  ['dossierCode', 'A09.1234.5678-240620-0001'],
  ['dossierCode', '(0912) 345-678'],
  ['dossierCode', '091-234-567-8/2'],
  ['dossierCode', '12-05-1990'],
  ['unitCode', 'A09.1234.5678'],
  ['unitCode', 3822345],
  ['sequence', '0912345678'],
  ['sequence', -912345678],
  ['surveyYear', 912345678],
  ['status', '0912.345.678'],
  ['voided', 912345678],
  ['voided', '0912-345-678'],
  // a name with separators
  ['dossierCode', 'N.V.AN'],
  ['dossierCode', 'N-V-A'],
  ['dossierCode', 'NGUYEN_VAN_AN'],
  ['dossierCode', 'NGUYEN.VAN.AN-240620-0001'],
  ['status', 'nguyen-van-an'],
  ['status', 'archived'],
  ['channel', 'lan'],
  ['applicantKind', 'an'],
  ['issuingSystem', 'nguyen.van.an'],
  ['issuingSystem', 'nguyen-van-an.lamdong.gov.vn'],
  ['issuingSystem', 'nguyenvanan1990'],
  ['issuingSystem', 'an.1990'],
  ['issuingSystem', 'a.n'],
  ['issuingSystem', 'one-stop-0912-345-678'],
  ['dossierCode', 'an@example.org'],
  ['issuingSystem', 'nguyen.van.an@lamdong.gov.vn'],
  ['recordedAt', 'nguyen-van-an'],
  ['sequence', 'NGUYEN-VAN-AN'],
  ['voided', 'nguyen.van.an'],
  ['extensions', 'nguyen-van-an'],
  ['payments', '0912.345.678'],
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

test.each([
  'nguyen-van-an',
  'NGUYEN.VAN.AN/1990',
  'N.V.AN-20240620-0001',
  'LAN-19900512-0001',
  'PAKN-nguyen-van-an',
  'PAKN-0912-345-678',
  'PAKN-2022-0912345678',
  'PAKN-0912345678',
  'PAKN-0680.9000.1234',
  'PAKN/an1990',
  '20240620-0001',
])('a code that its contract takes is masked where somebody may be in it: %j', (feedbackCode) => {
  expect(masked({ feedbackCode }, feedback)).toEqual({ feedbackCode: MASK })
})

test.each([
  'PAKN-20240620-X0001',
  'SIPAS-2022-000001',
  'DDN-240620-00012',
  'PAKN-1001',
  'DEMO-20240620-86399',
])('a code of our own stays to be seen: %j', (feedbackCode) =>
  expect(masked({ feedbackCode }, feedback)).toEqual({ feedbackCode }),
)

test('what stands in lists and in further levels is judged by its own field', () => {
  const payment = { transactionCode: 'PAY-240620-000001', paidAt: '2024-06-20', amountVnd: 20_000 }
  expect(
    masked({ payments: [payment, { transactionCode: 'tran.thi.b', paidAt: '0912 345 678', gateway: 'an' }] }),
  ).toEqual({ payments: [payment, { transactionCode: MASK, paidAt: MASK, gateway: MASK }] })
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
  const hidden = [
    'nguyen-van-an-1',
    'd-0912-345-678',
    'an@example.org',
    'n.v.a',
    'd_068.090.001.234',
    'half-nguyen',
  ]
  for (const id of hidden)
    expect(maskEvent({ id, source: id, type: id, time: '0912-345-678' }, dossier)).toEqual({
      id: MASK,
      source: MASK,
      type: MASK,
      time: MASK,
    })
  const shown = { source: 'first-half-2024', type: 'vn.lamdong.ioc.survey-response.v1' }
  expect(maskEvent(shown, dossier)).toEqual(shown)
  const thrown = { id: '7c9e6679-7425-40de-944b-e07fc1f90ae7' }
  expect(maskEvent(thrown, dossier)).toEqual(thrown)
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
