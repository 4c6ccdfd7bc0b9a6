import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { readRecord } from '@ioc/reader'
import { type Contract, contractById, contracts } from '@ioc/schemas'
import { openSealer, type Sealer } from '@ioc/sealing'
import { openOriginal } from '@ioc/sealing/original.ts'
import { readCloudEvents, SINGLE } from '@ioc/source/cloud-events.ts'
import { judgeAtEdge } from '@ioc/source/edge.ts'
import { CloudEvent, HTTP } from 'cloudevents'
import { expect, test } from 'vitest'

/** Every example through every reader: the push edge (strict), the aggregator (lenient), and the CloudEvents SDK. */
const EXAMPLES = join(import.meta.dirname, '..', '..', 'schemas', 'examples')
const ARRIVAL = Date.parse('2024-07-01T00:00:00+07:00')
const catalogues = openCatalogues()
const sealer = openSealer(Buffer.alloc(32, 7))

type Example = {
  specversion: string
  id: string
  source: string
  type: string
  time: string
  data: Record<string, unknown>
}

const examples = contracts.flatMap((contract) =>
  readdirSync(join(EXAMPLES, contract.id)).map((file) => ({
    contract,
    name: `${contract.id}/${file}`,
    keep: file.startsWith('keep.'),
    text: readFileSync(join(EXAMPLES, contract.id, file), 'utf8'),
  })),
)

const atEdge = (contract: Contract, text: string, sealedBy: Sealer = sealer) => {
  const [incoming] = readCloudEvents(SINGLE, {}, Buffer.from(text))
  return judgeAtEdge(incoming!, { contract, catalogues, sealer: sealedBy, businessNow: () => ARRIVAL })
}

const inLog = (contract: Contract, event: Example) =>
  readRecord(
    {
      topic: contract.id,
      partition: 0,
      offset: 1,
      appendedAtMs: ARRIVAL,
      key: null,
      value: Buffer.from(JSON.stringify(event.data)),
      headers: Object.fromEntries(
        (['specversion', 'id', 'source', 'type', 'time'] as const).map((name) => [
          `ce_${name}`,
          Buffer.from(event[name]),
        ]),
      ),
    },
    { contracts: contractById, catalogues, atArrival: (ms) => ms, isSealed: sealer.opens },
  )

test.each(contracts.map((c) => c.id))('%s has examples to keep and to reject', (id) => {
  const mine = examples.filter((e) => e.contract.id === id)
  expect(mine.some((e) => e.keep)).toBe(true)
  expect(mine.some((e) => !e.keep)).toBe(true)
})

test.each(examples.filter((e) => e.keep))('the edge keeps $name', ({ contract, text }) => {
  expect(atEdge(contract, text).reasons).toBeNull()
})

test.each(examples.filter((e) => !e.keep))(
  'the edge rejects $name with a reason, and seals it',
  ({ contract, text }) => {
    const { data } = JSON.parse(text) as Example
    const { reasons, record } = atEdge(contract, text)
    const sealed = record.value as Buffer
    expect(reasons?.length).toBeGreaterThan(0)
    expect(record.headers.ioc_sealed).toBe(sealer.keyId)
    expect(JSON.parse(openOriginal(sealer, sealed).value!.toString('utf8'))).toEqual(data)
    expect(() => openOriginal(openSealer(Buffer.alloc(32, 8)), sealed)).toThrow()
    expect(readIn(sealed, data)).toEqual([])

    // A sealer that seals nothing is caught, or the empty list above would say nothing.
    const open = { ...sealer, seal: (bytes: Buffer) => Buffer.concat([Buffer.alloc(29), bytes]) }
    expect(readIn(atEdge(contract, text, open).record.value as Buffer, data)).toEqual(
      expect.arrayContaining(['issuingSystem', 'recordedAt', data.issuingSystem]),
    )
  },
)

test.each(examples)('the aggregator gives $name the verdict its name says', ({ contract, text, keep }) => {
  const outcome = inLog(contract, JSON.parse(text) as Example)
  expect(outcome.kind).toBe(keep ? 'keep' : 'reject')
})

test.each(examples.filter((e) => e.keep))(
  'what the edge makes of $name, the aggregator keeps',
  ({ contract, text }) => {
    const { record } = atEdge(contract, text)
    const outcome = readRecord(
      {
        topic: contract.id,
        partition: 0,
        offset: 1,
        appendedAtMs: ARRIVAL,
        key: Buffer.from(record.key!),
        value: Buffer.from(record.value as string),
        headers: Object.fromEntries(
          Object.entries(record.headers).map(([name, value]) => [name, Buffer.from(value)]),
        ),
      },
      { contracts: contractById, catalogues, atArrival: (ms) => ms, isSealed: sealer.opens },
    )
    expect(outcome).toMatchObject({ kind: 'keep', value: { subject: record.key } })
  },
)

test.each(examples)('$name is a complete CloudEvent to the reference SDK', ({ text }) => {
  const event = HTTP.toEvent({ headers: { 'content-type': SINGLE }, body: text })
  expect(event).toBeInstanceOf(CloudEvent)
  expect((event as CloudEvent).validate()).toBe(true)
})

/** A person who does not exist, as people write the name, as old systems do, and an address of theirs. */
const NAME = 'Lò Thị Không Có Thật'
const FOLDED = 'Lo Thi Khong Co That'
const EMAIL = 'khong.co.that@example.vn'
/** No part of the three is told either; a citizen's number is one more thing an id may turn out to be. */
const CITIZEN_NUMBER = '068090000001'
const TELLING = [NAME, 'Thật', FOLDED, 'That', EMAIL, 'khong', CITIZEN_NUMBER]

const example = (id: string, name: string): Example =>
  JSON.parse(readFileSync(join(EXAMPLES, id, name), 'utf8')) as Example
const dossier = example('dossier.v1', 'keep.received-online.json')
const form = example('survey-response.v1', 'keep.sipas.json')
const answers = form.data.answers as Record<string, unknown>
const inDossier = (data: Record<string, unknown>) => ({ ...dossier, data: { ...dossier.data, ...data } })
const inForm = (more: Record<string, unknown>) => ({
  ...form,
  data: { ...form.data, answers: { ...answers, ...more } },
})

const betrayals = [NAME, FOLDED, EMAIL].flatMap((word) => [
  { where: 'value of a code', word, event: inDossier({ unitCode: word }), path: 'data.unitCode' },
  { where: 'value of a status', word, event: inDossier({ status: word }), path: 'data.status' },
  { where: 'value of an instant', word, event: inDossier({ dueAt: word }), path: 'data.dueAt' },
  { where: 'value of a number', word, event: inDossier({ feeVnd: word }), path: 'data.feeVnd' },
  { where: 'value of a person field', word, event: inDossier({ ChuHoSo: word }), path: 'data.ChuHoSo' },
  { where: 'value of an unknown field', word, event: inDossier({ owner: word }), path: 'data.owner' },
  { where: 'key of an unknown field', word, event: inDossier({ [word]: 1 }), path: 'data.?' },
  {
    where: 'key inside a list',
    word,
    event: inDossier({ extensions: [{ [word]: 1 }] }),
    path: 'data.extensions.0.?',
  },
  { where: 'key of an answer', word, event: inForm({ [word]: 4 }), path: 'data.answers.?' },
  {
    where: 'value of an answer',
    word,
    event: inForm({ 'interest.economy': word }),
    path: 'data.answers.interest.economy',
  },
  { where: 'event id', word, event: { ...dossier, id: word }, path: 'id' },
  { where: 'event type', word, event: { ...dossier, type: word }, path: 'type' },
  { where: 'event time', word, event: { ...dossier, time: word }, path: 'time' },
  {
    where: 'attribute of no contract, on an event refused for something else',
    word,
    event: { ...inDossier({ status: 'gone' }), subject: word, [word]: word },
    path: 'data.status',
  },
  {
    where: 'below __proto__',
    word,
    // Written as text: in a literal it would set the prototype and be no field at all.
    event: inDossier(JSON.parse(`{"__proto__":{"x":${JSON.stringify(word)}}}`)),
    path: 'data',
  },
])

test.each([
  ...betrayals,
  {
    where: 'id of a refused event',
    word: CITIZEN_NUMBER,
    event: { ...inDossier({ status: 'gone' }), id: CITIZEN_NUMBER },
    path: 'data.status',
  },
])('$word as $where is neither in the reasons nor in a header', ({ event, path }) => {
  const contract = contractById.get('answers' in event.data ? 'survey-response.v1' : 'dossier.v1')!
  const { reasons, record } = atEdge(contract, JSON.stringify(event))
  expect(reasons?.map((reason) => reason.path)).toContain(path)
  const told = JSON.stringify([reasons, record.key, record.headers]).normalize('NFC')
  expect(TELLING.filter((word) => told.includes(word))).toEqual([])
})

test('an attribute no contract knows does not travel with a kept event', () => {
  const event = { ...dossier, subject: NAME, owner: EMAIL }
  const { reasons, record } = atEdge(contractById.get('dossier.v1')!, JSON.stringify(event))
  expect(reasons).toBeNull()
  const told = JSON.stringify([record.headers, record.key, record.value])
  expect(TELLING.filter((word) => told.includes(word))).toEqual([])
})

/** Names of fields and texts of an event's data that can be read in bytes by who has no key: as they are, or unpacked from any place where a seal's head might end. */
function readIn(bytes: Buffer, data: Record<string, unknown>): string[] {
  const words = new Set<string>()
  JSON.stringify(data, (key, value: unknown) => {
    // Three letters stand in a few thousand random bytes by chance once in a while.
    if (/^\D.{3}/.test(key)) words.add(key)
    if (typeof value === 'string' && value.length > 5) words.add(value)
    return value
  })
  const unpacked = Array.from({ length: 33 }, (_, head) => {
    try {
      return openOriginal({ ...sealer, open: (sealed) => sealed.subarray(head) }, bytes).value
    } catch {
      return null // nothing is packed from there on
    }
  })
  const readings = [bytes, ...unpacked.filter((each) => each !== null)]
  return [...words].filter((word) => readings.some((reading) => reading.includes(word)))
}
