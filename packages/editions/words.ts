import { commandIn, parseWords, WrongWords } from '@ioc/config'

export { WrongWords }

export const HELP = `npm run catalogues -- <command> [--json]

  list                            every set that was loaded, newest first: version, since when in force, who, why
  check [folder]                  every problem of a folder's files, with file, row and what to do
  diff [folder]                   rows added, ended, changed and removed against the newest set, and how many dead letters that wait
                                  for a code would come back by themselves
  load [folder] --why TEXT        checks, shows the difference, loads it, and waits until it is in force
      --by NAME                   who decides [the user of this machine]
  export <folder>                 writes a set as files
      --version V                 an earlier one, e.g. to load it again [the newest]

A folder is one in the form of schemas/catalogues/data, which is taken where none is named. Services need no restart.
To undo: export the version before to a folder, and load that.

Settings as for npm start: KAFKA_BROKERS (follows IOC_PORT_BASE where not set; TLS and SASL settings), IOC_PORT_BASE; for the dead letters
of diff CLICKHOUSE_URL and IOC_DATA_DIR too.
Exit codes: 0 done; 1 another set was loaded in the meantime, or there is no such version; 65 the files have problems, nothing
was loaded; 66 the folder cannot be read; 69 Kafka does not answer; 78 wrong settings or words.
`

export type Words =
  | { name: 'help'; json: boolean }
  | { name: 'list'; json: boolean }
  | { name: 'check' | 'diff'; json: boolean; folder: string | null }
  | { name: 'load'; json: boolean; folder: string | null; why: string; by: string | null }
  | { name: 'export'; json: boolean; folder: string; version: string | null }

const wrong = (message: string) => new WrongWords(message)

const OPTIONS = {
  why: { type: 'string' },
  by: { type: 'string' },
  version: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const
const UNDERSTOOD = { list: [], check: [], diff: [], load: ['why', 'by'], export: ['version'] } as const
type Name = keyof typeof UNDERSTOOD

/** The longest word why, and the longest name, that a record of the log takes. */
const WHY_MAX = 500
const BY_MAX = 80

/** Reads the words of a command line. @throws WrongWords */
export const readWords = (args: readonly string[]): Words => {
  const { values, positionals } = parseWords(args, OPTIONS)
  const { json } = values
  if (values.help) return { name: 'help', json }
  const [given, folder = null, ...rest] = positionals
  const name = commandIn(given, Object.keys(UNDERSTOOD) as Name[])
  const foreign = (['why', 'by', 'version'] as const).find(
    (option) => values[option] !== undefined && !(UNDERSTOOD[name] as readonly string[]).includes(option),
  )
  if (foreign) throw wrong(`${name} does not understand --${foreign}`)
  if (rest.length > 0 || (name === 'list' && folder !== null)) throw wrong('too many words')
  if (name === 'list') return { name, json }
  if (name === 'check' || name === 'diff') return { name, json, folder }
  if (name === 'export') {
    if (folder === null) throw wrong('export needs the folder to write to')
    return { name, json, folder, version: values.version ?? null }
  }
  const why = values.why?.trim() ?? ''
  if (why === '') throw wrong('load needs --why: a word for whoever asks later')
  if (why.length > WHY_MAX) throw wrong(`--why is longer than ${WHY_MAX} characters`)
  const by = values.by?.trim() ?? null
  if (by !== null && (by === '' || by.length > BY_MAX))
    throw wrong(`--by is a name of 1 to ${BY_MAX} characters`)
  return { name, json, folder, why, by }
}
