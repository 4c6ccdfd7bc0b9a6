import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { openClock } from '@ioc/clock'
import { exitForWords } from '@ioc/config'
import type { ConnectedSource, Read } from '@ioc/connectors'
import { drop } from '@ioc/connectors/drop/index.ts'
import { contractById } from '@ioc/schemas'
import { listIn, readSample, WrongSample } from '../sample.ts'
import { nextIn } from './answer.ts'
import { fieldsOf } from './fields.ts'
import { indexText, lineText, mappingText, type New, testText, withLine } from './texts.ts'
import { HELP, readWords } from './words.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const EX_DATAERR = 65
const EX_CANTCREAT = 73
const say = (line: string) => process.stderr.write(`${line}\n`)

/** What each producer speaks of: the contract, and its name in `@ioc/schemas`. */
const CONTRACTS = {
  'dossier-producer': { id: 'dossier.v1', name: 'dossier' },
  'hotline-producer': { id: 'feedback.v1', name: 'feedback' },
  'survey-producer': { id: 'survey-response.v1', name: 'surveyResponse' },
  'figure-producer': { id: 'reported-figure.v1', name: 'reportedFigure' },
} as const

const wordsOf = () => {
  try {
    return readWords(process.argv.slice(2))
  } catch (error) {
    exitForWords(error, HELP)
    throw error
  }
}

const words = wordsOf()
const { name, producer, kind } = words
const sources = join(ROOT, 'services', producer, 'sources')
const folder = join(sources, name)
if (existsSync(folder)) {
  say(`${folder} is there already: choose another name, or remove it and its line in connected.ts`)
  process.exit(EX_CANTCREAT)
}
const spoken = CONTRACTS[producer as keyof typeof CONTRACTS]

/** Reads the sample as the source will; of the source only the way in is known yet. */
const readRecords = async (): Promise<readonly Read[]> => {
  const begun = { name, way: kind === 'drop' ? drop() : { kind } } as unknown as ConnectedSource
  const context = {
    clock: openClock(ROOT, undefined, Date.now),
    signal: new AbortController().signal,
    callerHash: () => '',
  }
  try {
    return await readSample(begun, words.sample, {}, context)
  } catch (error) {
    if (!(error instanceof WrongSample)) throw error
    say(error.message)
    return process.exit(EX_DATAERR)
  }
}
const records = (await readRecords()).flatMap((read) => ('record' in read ? [read.record] : []))
if (records.length === 0) {
  say(`${words.sample} holds no record: a few are needed, as the other system writes them`)
  process.exit(EX_DATAERR)
}

/** How the answer is built, where the sample is a whole answer of an interface. */
const answerOf = () => {
  if (kind !== 'poll') return null
  try {
    const whole = JSON.parse(readFileSync(words.sample, 'utf8')) as unknown
    const found = listIn(whole)
    return found && { records: found.path, next: nextIn(whole) }
  } catch {
    return null // NDJSON: it says nothing of the answer it came in
  }
}

const sampleFile = `sample${extname(basename(words.sample)) || '.ndjson'}`
const begun: New = {
  ...{ name, producer, kind, title: words.title, contract: spoken.name, sampleFile },
  sampleFields: [...new Set(records.flatMap((record) => Object.keys(record)))],
  fields: fieldsOf(contractById.get(spoken.id)!),
  answer: answerOf(),
}
mkdirSync(folder)
const files = {
  'index.ts': indexText(begun),
  'mapping.ts': mappingText(begun),
  [`${name}.test.ts`]: testText(begun),
}
for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
copyFileSync(words.sample, join(folder, sampleFile))
const listFile = join(sources, 'connected.ts')
writeFileSync(listFile, withLine(readFileSync(listFile, 'utf8'), lineText(begun)))

const written = [...Object.keys(files), sampleFile].map(
  (file) => `services/${producer}/sources/${name}/${file}`,
)
if (words.json)
  process.stdout.write(
    `${JSON.stringify({ source: name, written, line: `services/${producer}/sources/connected.ts` })}\n`,
  )
else
  say(
    [
      ...written,
      `services/${producer}/sources/connected.ts (one line)`,
      '',
      `next: fill in mapping.ts${kind === 'drop' ? '' : ' and the way in index.ts'}, then npm run source -- check ${name}`,
      'then its test, and npm run documents, which writes its page in docs/sources (npm test asks for it)',
    ].join('\n'),
  )
