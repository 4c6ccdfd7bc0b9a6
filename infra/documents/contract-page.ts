import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config'
import { PUSH_DOORS } from '@ioc/push-keys'
import type { Contract } from '@ioc/schemas'
import { typeOf } from '@ioc/schemas/events/contract.ts'
import type { FieldForm } from '@ioc/schemas/shipped/fields.ts'
import { formsNow } from '@ioc/schemas/shipped/read.ts'
import { topics } from '@ioc/schemas/topics.ts'
import { type FieldWords, readFieldWords } from './field-words.ts'
import { ROOT } from './files.ts'
import { code, fenced, page, table } from './markdown.ts'

const PORT_BASE = 8080
const schemas = (path: string) => readFileSync(join(ROOT, 'schemas', path), 'utf8')
const nameOf = ({ id }: Contract) => id.replace(/\.v1$/, '').replace(/\.v(\d+)$/, '-$1')

/** What the comments of a contract's file say. */
export const wordsOf = (contract: Contract): FieldWords =>
  readFieldWords(schemas(`events/${nameOf(contract)}.ts`), schemas('events/fields.ts'))

/** The page of one contract: its fields, its rules, how it is sent and where it lies. */
export const contractPage = (contract: Contract): string => {
  const words = wordsOf(contract)
  const [form] = formsNow([contract])
  const door = Object.entries(PUSH_DOORS).find(([, id]) => id === contract.id)?.[0] as keyof typeof PUSH_DOORS
  const topic = topics.find(({ name }) => name === contract.id)!
  const days = Number(topic.config['retention.ms']) / 86_400_000
  return page(
    `# ${contract.id}`,
    `Made from [${nameOf(contract)}.ts](../../schemas/events/${nameOf(contract)}.ts) by \`npm run documents\`; not to be edited by hand.`,
    `**${contract.title.vi}** / ${contract.title.en}`,
    words.ofContract,
    table(
      ['', ''],
      [
        ['CloudEvents `type`', code(typeOf(contract))],
        [
          'Topic',
          `${code(contract.id)}, ${topic.partitions} partitions, kept ${days} days; nothing depends on it, the ledger is the truth`,
        ],
        ['Key', 'the subject: `<issuingSystem>/<code>`'],
        ['Newest version', 'by `recordedAt`, `sequence`, then content hash; order and repeats do not matter'],
        [
          'Tables',
          `${code(contract.table)} (every version), ${code(contract.table.replace(/_version$/, ''))} (the newest of each subject)`,
        ],
        [
          'Producer',
          door
            ? `${code(door)}, \`POST /v1/events\` on port ${PORT_BASE + PORT_OFFSETS[door]}`
            : 'every producer, of itself',
        ],
      ],
    ),
    '## Fields',
    'Instants are ISO 8601 with offset; a bare day means its last millisecond in Asia/Ho_Chi_Minh. A field that is not here is refused at the edge.',
    table(
      ['Field', 'Type', 'May be left out', 'Meaning'],
      Object.entries(form!.fields).map(([path, field]) => [
        code(path),
        typeText(field),
        field.required ? 'no' : `yes: ${code(field.default ?? 'null')}`,
        meaningOf(path, words) ?? '',
      ]),
    ),
    valuesOf(form!.fields, words),
    '## Rules across fields',
    contract.rules.length === 0
      ? 'None.'
      : table(
          ['Field', 'Reason code', 'Refused where it'],
          contract.rules.map(({ path, code: reason, says }) => [code(path), code(reason), says]),
        ),
    'Of every contract: `recordedAt` more than 10 minutes ahead of arrival is `from-the-future`; a wrong type, value or form of one field is told at that field.',
    '## Personal data',
    `No field holds any. An event with a field whose name is on the list of [personal-data.ts](../../schemas/personal-data.ts), wherever it hides, is refused as \`personal-data\`; what is refused is kept sealed.${contract.id.startsWith('feedback') ? ' Only the caller’s identifier becomes a keyed hash, at the edge.' : ''}`,
    '## Columns',
    table(
      ['Column', 'Type', 'From'],
      Object.entries(form!.columns).map(([name, type]) => [
        code(name),
        code(type),
        contract.lookedUpColumns.includes(name) ? 'looked up in the catalogues of that day' : 'the event',
      ]),
    ),
    '## Examples',
    examplesOf(contract),
    door ? howToPush(contract, door) : null,
  )
}

/** Of `extensions[].newDueAt` what is said of `newDueAt`, else of `extensions`. */
export const meaningOf = (path: string, words: FieldWords): string | null => {
  const names = path.split('.').map((name) => name.replace('[]', ''))
  if (path.endsWith('[]')) return 'one of them'
  if (path.endsWith('.*')) return 'one value by its name'
  return words.ofField(names.at(-1)!)
}

const typeText = (field: FieldForm): string => {
  const bounds = [
    field.minimum !== undefined && field.minimum > -1e15 ? `≥ ${field.minimum}` : '',
    field.maximum !== undefined && field.maximum < 1e15 ? `≤ ${field.maximum}` : '',
    field.maxItems !== undefined ? `at most ${field.maxItems}` : '',
    field.minItems !== undefined ? `at least ${field.minItems}` : '',
    field.names !== undefined ? `names as ${code(field.names)}` : '',
  ].filter((text) => text !== '')
  const kind = field.enum ? 'one of a list' : isInstant(field) ? 'instant' : field.type
  const shape = field.pattern !== undefined && !isInstant(field) ? ` as ${code(field.pattern)}` : ''
  return `${kind}${shape}${bounds.length > 0 ? `, ${bounds.join(', ')}` : ''}${field.nullable ? ', or null' : ''}`
}

const isInstant = ({ pattern }: FieldForm) => pattern?.includes('(?:T(') === true

const valuesOf = (fields: Readonly<Record<string, FieldForm>>, words: FieldWords): string | null => {
  const lists = Object.entries(fields).filter(([, field]) => field.enum)
  if (lists.length === 0) return null
  return [
    '## Values',
    ...lists.map(
      ([path, field]) =>
        `${code(path)}: ${field.enum!.map((value) => `${code(String(value))}${words.ofValue(String(value)) ? ` (${words.ofValue(String(value))})` : ''}`).join(', ')}`,
    ),
  ].join('\n\n')
}

const examplesOf = ({ id }: Contract): string =>
  readdirSync(join(ROOT, 'schemas/examples', id))
    .sort()
    .map((file) => `- [${file}](../../schemas/examples/${id}/${file})`)
    .join('\n')

const howToPush = (contract: Contract, door: keyof typeof PUSH_DOORS): string => {
  const example = readdirSync(join(ROOT, 'schemas/examples', contract.id))
    .sort()
    .find((file) => file.startsWith('keep.'))!
  const { source } = JSON.parse(schemas(`examples/${contract.id}/${example}`)) as { source: string }
  const curl = [
    `curl -sS http://127.0.0.1:${PORT_BASE + PORT_OFFSETS[door]}/v1/events \\`,
    `  -H "Authorization: Bearer $(cat .ioc/keys/${source})" -H "Content-Type: application/cloudevents+json" \\`,
    `  --data-binary @schemas/examples/${contract.id}/${example}`,
  ].join('\n')
  return [
    '## How to push one',
    fenced('sh', curl),
    `The example speaks for \`${source}\`, whose key was made at the first start. A source of your own: \`npm run keys -- new my-source --producer ${door}\` shows its key once; its events say \`"source": "my-source"\`. Several at once: a JSON
array with \`Content-Type: application/cloudevents-batch+json\`. The answer is 200 once Kafka has acknowledged: \`{"accepted":1,"rejected":[]}\`; what is rejected has its reasons there and is kept sealed. Sending again is harmless.`,
  ].join('\n\n')
}
