import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { readRecord } from '@ioc/reader'
import { type Contract, contractById, contracts } from '@ioc/schemas'
import { openSealer } from '@ioc/sealing'
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

const atEdge = (contract: Contract, text: string) => {
  const [incoming] = readCloudEvents(SINGLE, {}, Buffer.from(text))
  return judgeAtEdge(incoming!, { contract, catalogues, sealer, businessNow: () => ARRIVAL })
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
    { contracts: contractById, catalogues, atArrival: (ms) => ms },
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
    const { reasons, record } = atEdge(contract, text)
    expect(reasons?.length).toBeGreaterThan(0)
    expect(record.headers.ioc_sealed).toBe(sealer.keyId)
    expect(record.value?.toString('latin1')).not.toContain(contract.id)
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
      { contracts: contractById, catalogues, atArrival: (ms) => ms },
    )
    expect(outcome).toMatchObject({ kind: 'keep', value: { subject: record.key } })
  },
)

test.each(examples)('$name is a complete CloudEvent to the reference SDK', ({ text }) => {
  const event = HTTP.toEvent({ headers: { 'content-type': SINGLE }, body: text })
  expect(event).toBeInstanceOf(CloudEvent)
  expect((event as CloudEvent).validate()).toBe(true)
})

test('no reason repeats a value of its record', () => {
  for (const { contract, text } of examples.filter((e) => !e.keep)) {
    const values: string[] = []
    JSON.stringify((JSON.parse(text) as Example).data, (_, value: unknown) => {
      if (typeof value === 'string' && value.length > 6) values.push(value)
      return value
    })
    const said = JSON.stringify(atEdge(contract, text).reasons)
    // A message may name a well-formed example of its own; the record's values are other ones.
    for (const value of values.filter((v) => v.includes(' ') || v.includes('Mẫu')))
      expect(said).not.toContain(value)
  }
})
