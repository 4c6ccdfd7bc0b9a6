import specs from '@asyncapi/specs'
import { meaningOf, wordsOf } from '@ioc/documents/contract-page.ts'
import { differing } from '@ioc/documents/files.ts'
import { makeDocuments } from '@ioc/documents/make.ts'
import { deadLetter } from '@ioc/pipeline/dead-letter.ts'
import { contracts, topics } from '@ioc/schemas'
import { deadLetterRecord } from '@ioc/schemas/control/dead-letter.ts'
import { formsNow } from '@ioc/schemas/shipped/read.ts'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'

const made = await makeDocuments()

test('every document that is made from the code is what the code makes: npm run documents', () => {
  expect(differing(made)).toEqual({ written: [], gone: [] })
})

test('every text is in NFC', () => {
  expect([...made].filter(([, text]) => text !== text.normalize('NFC')).map(([path]) => path)).toEqual([])
})

const fields = formsNow(contracts).flatMap(({ id, fields }) =>
  Object.keys(fields).map((path) => ({ id, path })),
)
test.each(fields)('$path of $id has a meaning in its contract’s file', ({ id, path }) => {
  const words = wordsOf(contracts.find((contract) => contract.id === id)!)
  expect(meaningOf(path, words)?.length).toBeGreaterThan(5)
})

type Message = {
  payload: object
  headers: object
  examples?: { name: string; payload: unknown; headers?: unknown }[]
}
type Document = {
  channels: Record<string, { address: string; bindings: { kafka: { partitions: number } } }>
  components: { messages: Record<string, Message> }
}
const document = JSON.parse(made.get('docs/asyncapi.json')!) as Document

describe('docs/asyncapi.json', () => {
  const ajv = () => {
    const checker = new Ajv({ strict: false, allErrors: true })
    // The package is CommonJS: its default is the module itself to TypeScript.
    ;(addFormats as unknown as (ajv: Ajv) => void)(checker)
    return checker
  }

  test('is an AsyncAPI 3.0 document by the published schema', () => {
    const schema = (specs as unknown as { schemasWithoutId: Record<string, object> }).schemasWithoutId[
      '3.0.0'
    ]!
    const check = ajv().compile(schema)
    check(document)
    expect(check.errors).toBeNull()
    check({ ...document, channels: { x: { adress: 'x' } } })
    expect(check.errors?.length).toBeGreaterThan(0)
  })

  test('speaks of every topic, as it is made', () => {
    const channels = Object.values(document.channels)
    expect(channels.map(({ address, bindings }) => [address, bindings.kafka.partitions])).toEqual(
      topics.map(({ name, partitions }) => [name, partitions]),
    )
  })

  test.each(Object.entries(document.components.messages))(
    'the examples of %s are what it says',
    (id, message) => {
      const [payload, headers] = [ajv().compile(message.payload), ajv().compile(message.headers)]
      for (const example of message.examples ?? []) {
        payload(example.payload)
        expect([example.name, payload.errors]).toEqual([example.name, null])
        if (example.headers) headers(example.headers)
        expect([example.name, headers.errors]).toEqual([example.name, null])
      }
      const isContract = contracts.some((contract) => contract.id.replaceAll('.', '-') === id)
      const hasExamples = isContract || ['source-control-v1', 'catalogue-v1'].includes(id)
      expect((message.examples?.length ?? 0) > 0).toBe(hasExamples)
    },
  )
})

test('what the aggregator exports is the dead letter that is described', () => {
  const { value } = deadLetter({
    ...{
      topic: 'dossier.v1',
      partition: 0,
      offset: 7,
      appendedAtMs: 1_719_766_800_000,
      source: 's',
      id: 'a',
      type: '',
    },
    ...{
      reasons: [{ path: 'data', code: 'not-json', message: 'is no JSON' }],
      sealedWith: 'k',
      sealed: 'AA==',
      replayOf: '',
    },
  })
  expect(deadLetterRecord.parse(JSON.parse(String(value)))).toMatchObject({ offset: 7, replayOf: null })
})
