import { exitWithHelp, parseWords, type ServiceName, WrongWords } from '@ioc/config'
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
                     NDJSON, or for poll a whole JSON answer, out of which the way through its pages is begun; for database what
                     SELECT row_to_json(v) FROM the_view v prints; for drop the kind of file it will be
  --title TEXT       what people see, in Vietnamese [the name]
  --json             what was written, as JSON on stdout

Then: npm run source -- check <name> says of each record what would become of it, and CONTRIBUTING.md has the whole path.
Exit codes: 0 done; 65 the sample cannot be read; 73 something of that name is there already; 78 wrong words.
`

const OPTIONS = {
  producer: { type: 'string' },
  kind: { type: 'string' },
  sample: { type: 'string' },
  title: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

/** Reads the command line; with `--help` the process ends. @throws WrongWords */
export const readWords = (words: readonly string[]) => {
  const { values, positionals } = parseWords(words, OPTIONS)
  if (values.help) exitWithHelp(HELP)
  const [name, ...rest] = positionals
  if (name === undefined) throw new WrongWords('new:source needs a name')
  if (rest.length > 0) throw new WrongWords('too many words')
  if (!NAME.test(name))
    throw new WrongWords(`${name} is no name of a source: lower-case letters, digits and hyphens`)
  const producer = PRODUCERS.find((each) => each === values.producer)
  if (!producer) throw new WrongWords(`--producer expects one of ${PRODUCERS.join(', ')}`)
  const kind = KINDS.find((each) => each === values.kind)
  if (!kind) throw new WrongWords(`--kind expects one of ${KINDS.join(', ')}`)
  const { sample } = values
  if (sample === undefined)
    throw new WrongWords('--sample expects a file: the mapping is begun from its fields')
  return {
    name,
    producer: producer as ServiceName,
    kind,
    sample,
    title: values.title ?? name,
    json: values.json,
  }
}
