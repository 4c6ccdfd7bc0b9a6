import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { contracts, type Reason } from '@ioc/schemas'
import type { Contract } from '@ioc/schemas/events/contract.ts'
import { openSealer } from '@ioc/sealing'
import { readCloudEvents, SINGLE } from '@ioc/source/cloud-events.ts'
import { judgeAtEdge } from '@ioc/source/edge.ts'
import { expect, test } from 'vitest'
import { formFieldsOf } from '../../contracts/form-fields.ts'
import { CHOICE_WORDS, FIELD_WORDS } from './contract-fields.ts'
import { STATUSES } from './events.ts'
import { vietnameseOf } from './sentences.ts'

const EXAMPLES = join(import.meta.dirname, '../../../../schemas/examples')
const catalogues = openCatalogues()
const sealer = openSealer(Buffer.alloc(32, 7))
const businessNow = () => Date.parse('2024-07-01T00:00:00+07:00')

type Event = Record<string, unknown> & { data: Record<string, unknown> }
const examplesOf = (contract: Contract) =>
  readdirSync(join(EXAMPLES, contract.id)).map(
    (file) => [file, JSON.parse(readFileSync(join(EXAMPLES, contract.id, file), 'utf8')) as Event] as const,
  )

const reasonsFor = (contract: Contract, event: object): readonly Reason[] => {
  const [incoming] = readCloudEvents(SINGLE, {}, Buffer.from(JSON.stringify(event)))
  return judgeAtEdge(incoming!, { contract, catalogues, sealer, businessNow }).reasons ?? []
}

const NONSENSE: readonly unknown[] = [
  ...[undefined, null, true, 12.5, -1, 1e300, 0.123456789, '', ' ', 'x y', 'x', '1.234,5', '1,5'],
  ...['2024-02-30', '1969-06-01', '9999-12-31', '2024-06-30T08:00:00', [], ['x'], {}, { x: 1 }, { x: -1 }],
  ...[Array(60).fill({}), Array(3000).fill('68'), 'a'.repeat(400)],
]

/** Every sentence the examples give, and nonsense in any one field of the first good one. */
const sentences = (contract: Contract): Set<string> => {
  const said = new Set<string>()
  const hear = (event: object) => {
    for (const { message } of reasonsFor(contract, event)) said.add(message)
  }
  const examples = examplesOf(contract)
  for (const [, event] of examples) hear(event)
  for (const [, event] of examples.filter(([file]) => file.startsWith('keep.')).slice(0, 1)) {
    for (const name of Object.keys(event.data))
      for (const value of NONSENSE) hear({ ...event, data: { ...event.data, [name]: value } })
    hear({ ...event, data: { ...event.data, somethingElse: 1 } })
    for (const name of ['id', 'source', 'type', 'time'])
      for (const value of ['', 'x y', 'a'.repeat(400)]) {
        try {
          hear({ ...event, [name]: value })
        } catch {
          // unreadable as an event: told to the sender, never kept with a reason
        }
      }
  }
  return said
}

test.each(contracts.map((contract) => [contract.id, contract] as const))(
  'whatever %s is rejected for can be said in Vietnamese',
  (_, contract) => {
    const said = sentences(contract)
    expect(said.size).toBeGreaterThan(5)
    expect([...said].filter((sentence) => vietnameseOf(sentence) === null)).toEqual([])
    const rules = contract.rules.map(({ says }) => says)
    expect(rules.filter((sentence) => vietnameseOf(sentence) === null)).toEqual([])
  },
)

test.each([
  [
    'is no unit on the day the dossier was received; nearest known: 24769, 24772',
    'không phải đơn vị nào có vào ngày tiếp nhận hồ sơ; gần giống: 24769, 24772',
  ],
  ['Too big: expected number to be <=10', 'không được lớn hơn 10'],
  ['lies outside the scale 1–5', 'nằm ngoài thang điểm từ 1 đến 5'],
  ['lies before receivedAt', 'sớm hơn “thời điểm tiếp nhận” (receivedAt)'],
  [
    'expects one of direct, online, post, or null',
    'chỉ nhận một trong: direct (trực tiếp); online (trực tuyến); post (bưu chính); hoặc null',
  ],
  ['is not a unit code, e.g. 24769', 'không phải mã đơn vị, ví dụ 24769'],
])('%s: %s', (english, vietnamese) => {
  expect(vietnameseOf(english)).toBe(vietnamese.normalize('NFC'))
})

test('a sentence of another version of ours has none, and is shown as it came', () => {
  expect(vietnameseOf('is wrong in a way nobody here has heard of')).toBe(null)
})

test('every field of every contract, and every choice, has its word', () => {
  const fields = contracts.flatMap((contract) =>
    formFieldsOf(contract).flatMap((field) => [field, ...(field.fields ?? [])]),
  )
  expect(fields.map(({ name }) => name).filter((name) => name !== '' && !FIELD_WORDS[name])).toEqual([])
  const isVietnamese = (choice: string) => /[^a-z-]/.test(choice) || ['xã', 'USD'].includes(choice)
  const choices = fields.flatMap((field) => field.choices ?? [])
  expect(
    choices.filter((each) => !isVietnamese(each) && !Object.hasOwn(STATUSES, each) && !CHOICE_WORDS[each]),
  ).toEqual([])
})
