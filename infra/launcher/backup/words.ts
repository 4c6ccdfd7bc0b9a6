import { parseWords, WrongWords } from '@ioc/config'

export { WrongWords }

export const HELP = `npm run backup  -- --to FOLDER [--without-keys] [--wait-seconds N] [--json]
npm run backup  -- verify FOLDER [--json]
npm run restore -- --from FOLDER [--into DATA_FOLDER] [--json]

backup   copies the river while it runs: ledger, business tables, snapshots and deliveries, cuts, what people did with dead
         letters, checkpoints, clock, keys and secrets. Not the national IOC's archive: that is another party's.
         WHOEVER HAS THE FOLDER HAS THE KEYS; it is readable by its owner alone. --without-keys leaves keys and secrets out: what was
         sealed or signed needs them, so keep them elsewhere.
verify   reads every file of a backup and compares it with what was written; needs no engine.
restore  brings a backup into empty engines, makes Kafka go on where the ledger ends, computes every past cut again and compares
         its digest. Where KAFKA_BROKERS or CLICKHOUSE_URL is not set, that engine is started on the data folder and stopped
         again; then npm start on that folder goes on. A Kafka that was not lost is left as it is.

Settings as for npm start. Exit codes: 0 done; 1 refused, damaged, or a cut differs; 78 wrong settings or words.
`

export type Words = { json: boolean } & (
  | { command: 'help' }
  | { command: 'backup'; to: string; withKeys: boolean; waitSeconds: number }
  | { command: 'verify'; folder: string }
  | { command: 'restore'; from: string; into: string | null }
)

/** Reads the command line; its first word is `backup` or `restore`. @throws WrongWords */
export const readWords = ([first, ...rest]: string[]): Words => {
  const { values, positionals } = parseWords(rest, OPTIONS)
  const { json } = values
  if (values.help) return { command: 'help', json }
  if (first === 'restore') {
    if (positionals.length > 0 || values.from === undefined)
      throw new WrongWords('restore needs --from FOLDER')
    return { command: 'restore', json, from: values.from, into: values.into ?? null }
  }
  const [word, folder, ...more] = positionals
  if (word === 'verify') {
    if (folder === undefined || more.length > 0) throw new WrongWords('verify needs one folder')
    return { command: 'verify', json, folder }
  }
  if (word !== undefined) throw new WrongWords(`unknown command ${word}; known: verify`)
  if (values.to === undefined) throw new WrongWords('backup needs --to FOLDER')
  const waitSeconds = Number(values['wait-seconds'])
  if (!Number.isInteger(waitSeconds) || waitSeconds < 0)
    throw new WrongWords('--wait-seconds expects a whole number of seconds')
  return { command: 'backup', json, to: values.to, withKeys: !values['without-keys'], waitSeconds }
}

const OPTIONS = {
  to: { type: 'string' },
  from: { type: 'string' },
  into: { type: 'string' },
  'without-keys': { type: 'boolean', default: false },
  'wait-seconds': { type: 'string', default: '300' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const
