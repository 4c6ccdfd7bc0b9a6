import type { ServiceName } from '@ioc/config'
import { isPersonalName } from '@ioc/schemas/personal-data.ts'
import type { Next } from './answer.ts'
import type { Field } from './fields.ts'
import type { Kind } from './words.ts'

export type New = {
  name: string
  producer: ServiceName
  kind: Kind
  title: string
  /** Name the contract is exported by from `@ioc/schemas`. */
  contract: string
  /** Fields the sample's records have, in order of appearance. */
  sampleFields: readonly string[]
  sampleFile: string
  fields: readonly Field[]
  /** Of a whole answer as the sample: the way to its records, and what names the next page. */
  answer: { records: string; next: Next | null } | null
}

export const exportedName = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** Text inside single quotes. */
const quotedText = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** How the interface is walked, as far as a recorded answer shows it. */
const pollWay = (answer: New['answer']) => {
  const records = answer ? quotedText(answer.records) : 'null'
  const common = `path: '/records', records: ${records}, size: 'size'`
  const [walk, more] =
    answer?.next?.is === 'link'
      ? ['byLink', `next: ${quotedText(answer.next.path)}`]
      : answer?.next?.is === 'cursor'
        ? ['byCursor', `cursor: 'cursor', next: ${quotedText(answer.next.path)}`]
        : ['byPage', "page: 'page'"]
  return {
    imports: `import { poll } from '@ioc/connectors/poll/poll.ts'\nimport { ${walk} } from '@ioc/connectors/poll/ways.ts'`,
    way: `poll(${walk}({ ${common}, ${more} }))`,
    note: 'How the interface is walked: byPage, byCursor, byLink, or a Paging of your own; changedAtMs and query give it a watermark.',
  }
}

const WAYS: Record<Exclude<Kind, 'poll'>, { imports: string; way: string; note: string }> = {
  drop: {
    imports: "import { drop } from '@ioc/connectors/drop/index.ts'",
    way: 'drop()',
    note: 'What the files are like, where it is not found by itself: delimiter, encoding, sheet, headerRow.',
  },
  database: {
    imports: "import { database } from '@ioc/connectors/database/index.ts'",
    way: "database({ table: 'public.records', increasing: 'updated_at', key: 'id' })",
    note: 'The table or view, its increasing column, and the column that tells rows of one value apart.',
  },
}

export const indexText = ({ name, kind, title, contract, sampleFile, answer }: New): string => {
  const { imports, way, note } = kind === 'poll' ? pollWay(answer) : WAYS[kind]
  return `${"import type { ConnectedSource } from '@ioc/connectors/connected.ts'"}
${imports}
import { ${contract} } from '@ioc/schemas'
import { mapping } from './mapping.ts'

/** What this system is, whose it is, and where its records are described. */
export const ${exportedName(name)}: ConnectedSource = {
  name: '${name}',
  contract: ${contract} as unknown as ConnectedSource['contract'],
  title: { vi: ${quotedText(title)}, en: ${quotedText(title)} },
  simulated: false,
  // How often it is known to speak: fresh within one rhythm, delayed within three.
  rhythmSeconds: 300,
  pollMs: ${kind === 'drop' ? '2_000' : '60_000'},
  // ${note}
  way: ${way},
  mapping,
  sample: new URL('./${sampleFile}', import.meta.url),
}
`
}

const begun = ({ name, type }: Field, kind: Kind): string => {
  switch (name) {
    case 'recordedAt':
      return kind === 'drop' ? 'record[WRITTEN_AT]' : `record['…']`
    case 'issuingSystem':
      return "'the-system.lamdong.gov.vn'"
    case 'sequence':
      return '0'
    case 'voided':
      return 'false'
    default:
      return type.includes('list of') ? '[]' : `record['…']`
  }
}

export const mappingText = ({ fields, sampleFields, kind }: New): string => {
  const must = fields.filter(({ required }) => required)
  const may = fields.filter(({ required }) => !required)
  const line = (field: Field) => `    ${field.name}: ${begun(field, kind)}, // ${field.type}`
  const shown = sampleFields.filter((field) => !isPersonalName(field) && !field.startsWith('@'))
  const personal = sampleFields.filter(isPersonalName)
  const written = kind === 'drop' ? "import { WRITTEN_AT } from '@ioc/connectors/drop/index.ts'\n" : ''
  return `${written}import { event, type Mapping } from '@ioc/connectors/mapping.ts'
// import { … } from '@ioc/connectors/texts/index.ts': numbers, money, days, seconds since 1970 and yes/no as other systems write them

// Fields of the sample: ${shown.join(', ')}
${personal.length > 0 ? `// Personal data, which stays behind by not being named: ${personal.join(', ')}\n` : ''}
/**
 * What a record means. Pure; recordedAt is when the other system knew this: an event that is read again must be the same. What cannot be read
 * stays the text it was: the contract refuses it by name. skip('why') for what means nothing here.
 */
export const mapping: Mapping = (record) =>
  event({
${must.map(line).join('\n')}
    // May be left out:
${may.map((field) => `    // ${field.name}: ${field.type}`).join('\n')}
  })
`
}

export const testText = ({
  name,
  sampleFile,
}: New): string => `import { openCatalogues } from '@ioc/catalogues'
import { checkReads } from '@ioc/connectors/check.ts'
import { expect, test } from 'vitest'
import { ${exportedName(name)} } from './index.ts'

const checking = {
  // Those of this checkout. Codes that were loaded since are in none of its files: npm run catalogues -- export schemas/catalogues/data brings them in.
  catalogues: openCatalogues(),
  businessNowMs: Date.parse('2024-07-01T00:00:00+07:00'),
  callerHash: () => 'k1:${'0'.repeat(32)}',
}

/** A record of ${sampleFile}, copied here by hand. */
const record = {}

test('a record is the event it means', () => {
  const [checked] = checkReads(${exportedName(name)}, [{ where: 'record 1', record }], checking)
  expect(checked).toMatchObject({ verdict: 'keep', row: {} })
})
`

export const lineText = ({ name }: Pick<New, 'name'>): string =>
  `export { ${exportedName(name)} } from './${name}/index.ts'\n`

/** A list of sources with one line more, in the order of their folders; `export {}` stands in an empty one. */
export const withLine = (list: string, line: string): string => {
  const all = list.split('\n')
  const head = all.filter((each) => each.startsWith('//'))
  const lines = all.filter((each) => each.startsWith('export { '))
  const folder = (each: string) => each.slice(each.indexOf(' from '))
  const sorted = [...lines, line.trim()].sort((a, b) => (folder(a) < folder(b) ? -1 : 1))
  return `${head.join('\n')}\n\n${sorted.join('\n')}\n`
}
