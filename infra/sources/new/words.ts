import { parseArgs } from 'node:util'
import { EX_CONFIG, type ServiceName } from '@ioc/config'
import { PRODUCERS } from '@ioc/source/known-sources.ts'

export const KINDS = ['poll', 'drop', 'database'] as const
export type Kind = (typeof KINDS)[number]

export const HELP = `npm run new:source -- <name> --producer NAME --kind ${KINDS.join('|')} --sample FILE

Begins a source: a folder services/<producer>/sources/<name>/ with the way in, a mapping to fill in, its test and the sample beside it, and
one line in the producer's sources/connected.ts. Nothing else is touched; to undo it, remove both.

  <name>             lower-case letters, digits and hyphens; what its events are called by everywhere
  --producer NAME    ${PRODUCERS.join(', ')}: it decides the contract
  --kind KIND        poll: a REST interface; drop: files in a folder (NDJSON, CSV, XLSX); database: a table or view
  --sample FILE      a few records as the other system writes them, with nobody's data in them (made up by whoever knows the system);
                     NDJSON or a JSON answer, for drop the kind of file it will be
  --title TEXT       what people see, in Vietnamese [the name]
  --json             what was written, as JSON on stdout

Then: npm run source -- check <name> says of each record what would become of it, and CONTRIBUTING.md has the whole path.
Exit codes: 0 done; 65 the sample cannot be read; 73 something of that name is there already; 78 wrong words.
`

export const wrongWords = (line: string): never => {
  process.stderr.write(`${line}\n\n${HELP}`)
  process.exit(EX_CONFIG)
}

const parsed = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        producer: { type: 'string' },
        kind: { type: 'string' },
        sample: { type: 'string' },
        title: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return wrongWords((error as Error).message) // parseArgs says which word it does not know
  }
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

export const readWords = (words: readonly string[]) => {
  const { values, positionals } = parsed(words)
  if (values.help) {
    process.stdout.write(HELP)
    process.exit(0)
  }
  const [name, ...rest] = positionals
  if (name === undefined) return wrongWords('new:source needs a name')
  if (rest.length > 0) return wrongWords('too many words')
  if (!NAME.test(name))
    return wrongWords(`${name} is no name of a source: lower-case letters, digits and hyphens`)
  const producer = PRODUCERS.find((each) => each === values.producer)
  if (!producer) return wrongWords(`--producer expects one of ${PRODUCERS.join(', ')}`)
  const kind = KINDS.find((each) => each === values.kind)
  if (!kind) return wrongWords(`--kind expects one of ${KINDS.join(', ')}`)
  const { sample } = values
  if (sample === undefined) return wrongWords('--sample expects a file: the mapping is begun from its fields')
  return {
    name,
    producer: producer as ServiceName,
    kind,
    sample,
    title: values.title ?? name,
    json: values.json,
  }
}
