import { parseArgs } from 'node:util'
import { EX_CONFIG } from '@ioc/config'

export const HELP = `npm run backfill -- <source> --from YYYY-MM-DD --to YYYY-MM-DD [--dry-run] [--json]

Reads past days of a source again and sends what is not there yet: whatever has an instant in these days, first and last inside. It
yields to live events, goes on where it was when it is killed, and run twice it changes nothing.

  --dry-run          says what would change, and sends nothing
  --rate N           events sent a second, at most [1000]
  --producer NAME    where two producers have a source of that name
  --json             one JSON object on stdout at the end; progress stays on stderr

Connected sources are read with the settings they were run with (npm run source -- run). A published snapshot is not changed by it: if a value
of a date within the horizon changes, a revision with its reason follows; older changes appear as adjustments.

Settings as for npm start: KAFKA_BROKERS, CLICKHOUSE_URL (both follow IOC_PORT_BASE where not set), IOC_DATA_DIR.
Exit codes: 0 done; 1 an engine or the other side does not answer, or no such source; 75 stopped before the end, run it again; 78 wrong settings or words.
`

export const wrongWords = (line: string): never => {
  process.stderr.write(`${line}\n\n${HELP}`)
  process.exit(EX_CONFIG)
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const isDay = (text: string | undefined): text is string => {
  if (text === undefined || !DAY.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) // 31 February is none
}

const parsed = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        rate: { type: 'string', default: '1000' },
        producer: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return wrongWords((error as Error).message) // parseArgs says which word it does not know
  }
}

export const readWords = (words: readonly string[]) => {
  const { values, positionals } = parsed(words)
  if (values.help) {
    process.stdout.write(HELP)
    process.exit(0)
  }
  const [source, ...rest] = positionals
  if (source === undefined) return wrongWords('backfill needs the name of a source')
  if (rest.length > 0) return wrongWords('too many words')
  const { from, to } = values
  if (!isDay(from) || !isDay(to)) return wrongWords('--from and --to expect days, e.g. 2024-05-01')
  if (from > to) return wrongWords(`--from ${from} lies after --to ${to}`)
  const perSecond = Number(values.rate)
  if (!(perSecond >= 1)) return wrongWords('--rate expects events a second, at least 1')
  return {
    ...{ source, days: { from, to }, perSecond },
    ...{ dryRun: values['dry-run'], json: values.json, producer: values.producer },
  }
}
