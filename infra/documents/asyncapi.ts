import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Contract, contracts } from '@ioc/schemas'
import { catalogueSet } from '@ioc/schemas/control/catalogue-set.ts'
import { deadLetterRecord } from '@ioc/schemas/control/dead-letter.ts'
import { sourceControl } from '@ioc/schemas/control/source-control.ts'
import { typeOf } from '@ioc/schemas/events/contract.ts'
import { cutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { artefact } from '@ioc/schemas/snapshot/index.ts'
import {
  CATALOGUE_TOPIC,
  CUT_TOPIC,
  DEAD_LETTER_TOPIC,
  SNAPSHOT_TOPIC,
  SOURCE_CONTROL_TOPIC,
  type TopicDefinition,
  topics,
} from '@ioc/schemas/topics.ts'
import { z } from 'zod'
import { wordsOf } from './contract-page.ts'
import { ROOT } from './files.ts'

const BINDING = '0.5.0'

/** What is said of the records of one topic. */
type Described = {
  title: string
  description: string
  key: string
  headers: object
  payload: object
  examples: object[]
}

/** The event streams as an AsyncAPI 3.0 document, made from contracts and topics. */
export const asyncApi = (): object => {
  const described = new Map(topics.map((topic) => [topic, describe(topic.name)]))
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Event streams of the Lâm Đồng IOC',
      version: '1',
      description:
        'Made from the contracts by npm run documents. CloudEvents 1.0, Kafka binding, binary mode: attributes in headers, JSON data as value, the subject as key. Times are LogAppendTime.',
    },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: '127.0.0.1:19092',
        protocol: 'kafka',
        description: 'The local engine of npm start (KAFKA_BROKERS)',
      },
    },
    channels: Object.fromEntries(
      [...described].map(([topic, { title, description }]) => [
        nameOf(topic),
        {
          address: topic.name,
          title,
          description: `${description} ${retentionText(topic)}`,
          servers: [{ $ref: '#/servers/local' }],
          messages: { [nameOf(topic)]: { $ref: `#/components/messages/${nameOf(topic)}` } },
          bindings: { kafka: kafkaOf(topic) },
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.flatMap((topic) =>
        OPERATIONS.filter(({ of }) => of(topic.name)).map(({ action, by }) => [
          `${action}-${nameOf(topic)}`,
          {
            action,
            channel: { $ref: `#/channels/${nameOf(topic)}` },
            summary: by(topic.name),
            messages: [{ $ref: `#/channels/${nameOf(topic)}/messages/${nameOf(topic)}` }],
          },
        ]),
      ),
    ),
    components: {
      messages: Object.fromEntries(
        [...described].map(([topic, { title, key, headers, payload, examples }]) => [
          nameOf(topic),
          {
            name: topic.name,
            title,
            contentType: 'application/json',
            headers,
            payload,
            bindings: { kafka: { key: { type: 'string', description: key }, bindingVersion: BINDING } },
            ...(examples.length > 0 && { examples }),
          },
        ]),
      ),
    },
  }
}

/** Names of channels and messages hold no dots: they are parts of references. */
const nameOf = ({ name }: TopicDefinition) => name.replaceAll('.', '-')
const isContract = (name: string) => contracts.some(({ id }) => id === name)

const WRITERS: Record<string, string> = {
  [DEAD_LETTER_TOPIC]: 'The aggregator writes what it rejected',
  [SOURCE_CONTROL_TOPIC]:
    'A producer’s breaker, the operations centre or a person at the command line decides',
  [CATALOGUE_TOPIC]: 'A person loads a set, or the first start does',
  [CUT_TOPIC]: 'The snapshot publisher proposes',
  [SNAPSHOT_TOPIC]: 'The snapshot publisher signs',
}
const OPERATIONS = [
  {
    action: 'send',
    of: () => true,
    by: (name: string) =>
      WRITERS[name] ??
      'A producer writes it once its edge has kept it; senders push to the producer over HTTP',
  },
  {
    action: 'receive',
    of: isContract,
    by: () => 'The aggregator folds it into the ledger and the tables',
  },
] as const

const describe = (name: string): Described => {
  const contract = contracts.find(({ id }) => id === name)
  const other = OTHERS[name]
  if (contract) return describeContract(contract)
  if (!other)
    throw new Error(`topic ${name} is not described: say what its records are in infra/documents/asyncapi.ts`)
  return other()
}

const describeContract = (contract: Contract): Described => ({
  title: `${contract.title.vi} / ${contract.title.en}`,
  description: wordsOf(contract).ofContract ?? contract.title.en,
  key: 'The subject: <issuingSystem>/<code>',
  headers: cloudEventHeaders(contract),
  payload: withWords(schemaOf(contract.data, 'input'), contract),
  examples: examplesIn(contract.id, /^keep\./).map(([file, event]) => {
    const { data, datacontenttype: _, ...attributes } = event as { data: unknown; datacontenttype?: string }
    return {
      name: file,
      headers: {
        ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`ce_${key}`, value])),
        'content-type': 'application/json',
      },
      payload: data,
    }
  }),
})

const cloudEventHeaders = (contract: Contract) => ({
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: {
      type: 'string',
      description: 'The same event read twice has the same id',
      pattern: '^[\\w.:/+-]{1,128}$',
    },
    ce_source: { type: 'string', description: 'The source, which its key speaks for' },
    ce_type: { type: 'string', const: typeOf(contract) },
    ce_time: { type: 'string', format: 'date-time' },
    'content-type': { type: 'string', const: 'application/json' },
    ioc_sealed: {
      type: 'string',
      description:
        'Only of an event the edge refused: the id of the key its value is sealed with; the value is bytes then, not JSON',
    },
    ioc_reasons: { type: 'string', description: 'Only of a refused event: JSON of its reasons' },
  },
})

const jsonHeaders = {
  type: 'object',
  properties: { 'content-type': { type: 'string', const: 'application/json' } },
}

const OTHERS: Record<string, () => Described> = {
  [DEAD_LETTER_TOPIC]: () => ({
    title: 'Bản ghi bị loại / Dead letter',
    description:
      'One rejected log position: where, why, and its original sealed. An export; the ledger is the truth.',
    key: 'The log position: <topic>/<partition>/<offset>',
    headers: jsonHeaders,
    payload: schemaOf(deadLetterRecord, 'output'),
    examples: [],
  }),
  [SOURCE_CONTROL_TOPIC]: () => ({
    title: 'Tạm dừng hoặc cho chạy lại nguồn / Hold or release of a source',
    description:
      'A source of a contract is held at its producer, or released; the newest record of a key counts.',
    key: '<source>/<contract>',
    headers: jsonHeaders,
    payload: schemaOf(sourceControl, 'output'),
    examples: examplesIn(SOURCE_CONTROL_TOPIC, /^(?:held|released)\./).map(([name, payload]) => ({
      name,
      payload,
    })),
  }),
  [CATALOGUE_TOPIC]: () => ({
    title: 'Bộ danh mục / Set of catalogues',
    description: 'A whole set of catalogues; in force five seconds after its append.',
    key: 'The version of the set',
    headers: jsonHeaders,
    payload: schemaOf(catalogueSet, 'output'),
    examples: [],
  }),
  [CUT_TOPIC]: () => ({
    title: 'Lát cắt số liệu / Cut of a snapshot',
    description: 'Everything a snapshot’s body is a function of; the first for a key wins.',
    key: '<group>/<date>/<revision>',
    headers: jsonHeaders,
    payload: schemaOf(cutRecord, 'output'),
    examples: [],
  }),
  [SNAPSHOT_TOPIC]: () => ({
    title: 'Ảnh chụp số liệu đã ký / Signed snapshot',
    description: 'The signed artefact, byte for byte as it is sent and served; the outbox of the publisher.',
    key: '<group>/<date>/<revision>',
    headers: jsonHeaders,
    payload: schemaOf(artefact, 'output'),
    examples: [],
  }),
}

/** Draft 7, which AsyncAPI reads without being told. Rules across fields are beyond it. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonObject => {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io, target: 'draft-7', unrepresentable: 'any' })
  return made as JsonObject
}
type JsonObject = { properties?: Record<string, JsonObject>; description?: string } & Record<string, unknown>

/** Each field with what its comment says. */
const withWords = (schema: JsonObject, contract: Contract): JsonObject => {
  const words = wordsOf(contract)
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const said = [words.ofField(name), field.description].filter(Boolean).join(' ')
    return [name, said === '' ? field : { ...field, description: said }]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

const examplesIn = (folder: string, wanted: RegExp): [string, object][] =>
  readdirSync(join(ROOT, 'schemas/examples', folder))
    .filter((file) => wanted.test(file))
    .sort()
    .map((file) => [
      file,
      JSON.parse(readFileSync(join(ROOT, 'schemas/examples', folder, file), 'utf8')) as object,
    ])

const kafkaOf = ({ name, partitions, config }: TopicDefinition) => ({
  topic: name,
  partitions,
  topicConfiguration: {
    'cleanup.policy': [config['cleanup.policy']],
    ...(config['retention.ms'] && { 'retention.ms': Number(config['retention.ms']) }),
    ...(config['retention.bytes'] && { 'retention.bytes': Number(config['retention.bytes']) }),
    'max.message.bytes': Number(config['max.message.bytes']),
  },
  bindingVersion: BINDING,
})

const retentionText = ({ config }: TopicDefinition): string => {
  if (config['cleanup.policy'] === 'compact') return 'Compacted: the newest record of each key is kept.'
  const ms = Number(config['retention.ms'])
  return ms < 0 ? 'Kept for ever.' : `Kept ${ms / 86_400_000} days; nothing depends on it.`
}
