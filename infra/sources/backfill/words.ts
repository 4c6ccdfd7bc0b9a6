import { exitWithHelp, parseWords, WrongWords } from '@ioc/config'

export const HELP = `npm run backfill -- <source> --from YYYY-MM-DD --to YYYY-MM-DD [--dry-run] [--json]

Reads past days of a source again and sends what is not there yet: whatever has an instant in these days, first and last inside. It
yields to live events, goes on where it was when it is killed (with other settings, or after a reset, from the beginning), and run twice it
changes nothing. While the source is held it sends nothing and ends.

  --dry-run          says what would change, and sends nothing
  --rate N           events sent a second, at most [1000]
  --producer NAME    where two producers have a source of that name
  --json             one JSON object on stdout at the end; progress stays on stderr

Connected sources are read with the settings they were run with (npm run source -- run). A published snapshot is not changed by it: if a value
of a date within the horizon changes, a revision with its reason follows; older changes appear as adjustments.

Settings as for npm start: KAFKA_BROKERS, CLICKHOUSE_URL (both follow IOC_PORT_BASE where not set), IOC_DATA_DIR.
Exit codes: 0 done; 1 an engine or the other side does not answer, or no such source; 75 stopped before the end, or held: run it again; 78 wrong settings or words.
`

const DAY = /^\d{4}-\d{2}-\d{2}$/
const isDay = (text: string | undefined): text is string => {
  if (text === undefined || !DAY.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) // 31 February is none
}

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  rate: { type: 'string', default: '1000' },
  producer: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** Reads the command line; with `--help` the process ends. @throws WrongWords */
export const readWords = (words: readonly string[]) => {
  const { values, positionals } = parseWords(words, OPTIONS)
  if (values.help) exitWithHelp(HELP)
  const [source, ...rest] = positionals
  if (source === undefined) throw new WrongWords('backfill needs the name of a source')
  if (rest.length > 0) throw new WrongWords('too many words')
  const { from, to } = values
  if (!isDay(from) || !isDay(to)) throw new WrongWords('--from and --to expect days, e.g. 2024-05-01')
  if (from > to) throw new WrongWords(`--from ${from} lies after --to ${to}`)
  const perSecond = Number(values.rate)
  if (!(perSecond >= 1)) throw new WrongWords('--rate expects events a second, at least 1')
  return {
    ...{ source, days: { from, to }, perSecond },
    ...{ dryRun: values['dry-run'], json: values.json, producer: values.producer },
  }
}
