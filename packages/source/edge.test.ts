import { openCatalogues } from '@ioc/catalogues'
import { type Contract, dossier, surveyResponse } from '@ioc/schemas'
import { typeOf } from '@ioc/schemas/events/contract.ts'
import { openSealer } from '@ioc/sealing'
import { openOriginal } from '@ioc/sealing/original.ts'
import { expect, test } from 'vitest'
import { readCloudEvents, SINGLE } from './cloud-events.ts'
import { type Edge, type Incoming, judgeAtEdge } from './edge.ts'

const sealer = openSealer(Buffer.alloc(32, 5))
const edgeOf = (contract: unknown): Edge => ({
  contract: contract as Contract,
  catalogues: openCatalogues(),
  sealer,
  businessNow: () => Date.parse('2024-07-01T00:00:00+07:00'),
})
const incoming = (
  contract: { id: string },
  data: Incoming['data'],
  change: Partial<Incoming> = {},
): Incoming => ({
  source: 'dossier-push',
  id: 'edge-test-1',
  type: typeOf(contract),
  timeMs: null,
  data,
  ...change,
})

test('sixty thousand unknown fields are told as fifty and a count, and the sealed original stays small enough for the topic', () => {
  const data = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`unknown${i}`, i]))
  const { reasons, record } = judgeAtEdge(incoming(dossier, data), edgeOf(dossier))
  expect(reasons).toHaveLength(51)
  expect(reasons?.at(-1)).toMatchObject({
    code: 'more-reasons',
    message: expect.stringMatching(/^and \d+ more/),
  })
  expect(Buffer.byteLength(record.headers.ioc_reasons!)).toBeLessThan(20_000)
  expect((record.value as Buffer).length).toBeLessThan(500_000)
  expect(JSON.parse(openOriginal(sealer, record.value as Buffer).value!.toString())).toEqual(data)
})

test('a field called __proto__ is rejected wherever it hides', () => {
  const data = JSON.parse('{"answers":{"__proto__":"Lò Thị Không Có Thật"}}') as Record<string, unknown>
  const { reasons, record } = judgeAtEdge(incoming(surveyResponse, data), edgeOf(surveyResponse))
  expect(reasons).toEqual([
    { path: 'data', code: 'unknown-field', message: 'holds a field called __proto__' },
  ])
  expect(JSON.stringify(record.headers)).not.toContain('Lò Thị')
})

test.each([
  ['an id of digits alone', '079012345678', undefined],
  ['an id with a name', 'Nguyễn Văn A', undefined],
  ['a code', 'evt-000123', 'evt-000123'],
])('%s of a rejected event is shown only if it is a code', (_, id, shown) => {
  const { record } = judgeAtEdge(incoming(dossier, {}, { id }), edgeOf(dossier))
  expect(record.headers.ce_id).toBe(shown)
})

test.each([
  { way: 'as an object', type: SINGLE, headers: {} },
  { way: 'as bytes', type: 'application/json', headers: { 'ce-specversion': '1.0', 'ce-id': 'deep-1' } },
])('data nested too deep for the stack is refused and its original sealed, $way', ({ type, headers }) => {
  const data = `{"extra":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
  const attributes = { specversion: '1.0', id: 'deep-1', source: 'dossier-push', type: typeOf(dossier) }
  const body = type === SINGLE ? `${JSON.stringify(attributes).slice(0, -1)},"data":${data}}` : data
  const [event] = readCloudEvents(
    type,
    { ...headers, 'ce-source': attributes.source, 'ce-type': attributes.type },
    Buffer.from(body),
  )
  const { reasons, record } = judgeAtEdge(event!, edgeOf(dossier))
  expect(reasons).toEqual([
    { path: 'data', code: 'too-deep', message: 'the value is nested deeper than 32 levels' },
  ])
  expect(openOriginal(sealer, record.value as Buffer).value!.toString()).toBe(body)
})
