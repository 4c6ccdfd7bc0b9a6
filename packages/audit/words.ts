import { parseWords, WrongWords } from '@ioc/config'

export { WrongWords }

export const HELP = `npm run audit [-- <command>] [--deep] [--json]

Proves on a running system that nothing is lost and nothing is twice: the ledger's offsets are gap-free, the business rows are its
kept rows and nothing more, the current state is the newest version of every subject; and tells how far the ledger is behind Kafka.

  (none)                         audit; changes nothing. --deep reads Kafka once more and compares every record's bytes
  mend [--dry-run]               audit, mend what can be mended, audit again; may run beside the services
  refold TOPIC/PARTITION --from A --to B
                                 fold offsets the ledger lacks from Kafka once more
  accept-loss TOPIC/PARTITION --up-to N --why TEXT
                                 record as lost, for ever visible, what the ledger lacks up to N and Kafka no longer holds

Settings: KAFKA_BROKERS, CLICKHOUSE_URL (both follow IOC_PORT_BASE where not set), CLICKHOUSE_USER, CLICKHOUSE_PASSWORD, TLS and SASL
settings, IOC_DATA_DIR [.ioc] (keys and clock, where records are folded again), IOC_BUSINESS_CLOCK.
Exit codes: 0 clean, or done; 1 something was found, is left, or was refused; 78 wrong settings or words.
`

export type Words =
  | { command: 'help' }
  | { command: 'audit'; deep: boolean }
  | { command: 'mend'; dryRun: boolean }
  | { command: 'refold'; topic: string; partition: number; from: number; to: number }
  | { command: 'accept-loss'; topic: string; partition: number; upTo: number; why: string }

/** Reads the command line. @throws WrongWords */
export const readWords = (argv: string[]): Words & { json: boolean } => {
  const { values, positionals } = parseWords(argv, OPTIONS)
  const [command = 'audit', place] = positionals
  const { json } = values
  if (values.help) return { command: 'help', json }
  if (positionals.length > (command === 'refold' || command === 'accept-loss' ? 2 : 1))
    throw new WrongWords(`too many words: ${positionals.join(' ')}`)
  switch (command) {
    case 'audit':
      return { command, json, deep: values.deep }
    case 'mend':
      return { command, json, dryRun: values['dry-run'] }
    case 'refold': {
      const [from, to] = [offset('--from', values.from), offset('--to', values.to)]
      if (to < from) throw new WrongWords(`--to ${to} lies before --from ${from}`)
      return { command, json, ...placeOf(place), from, to }
    }
    case 'accept-loss': {
      const why = values.why?.trim() ?? ''
      if (why === '' || why.length > 500)
        throw new WrongWords('--why needs a word why, of at most 500 characters')
      return { command, json, ...placeOf(place), upTo: offset('--up-to', values['up-to']), why }
    }
    default:
      throw new WrongWords(`unknown command ${command}; known: mend, refold, accept-loss`)
  }
}

const OPTIONS = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  deep: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  from: { type: 'string' },
  to: { type: 'string' },
  'up-to': { type: 'string' },
  why: { type: 'string' },
} as const

const placeOf = (text = '') => {
  const [, topic, partition] = /^([a-z][a-z0-9.-]*)\/(\d{1,6})$/.exec(text) ?? []
  if (!topic)
    throw new WrongWords(
      `${text || 'nothing'} is no place in the log; expects topic/partition, e.g. dossier.v1/2`,
    )
  return { topic, partition: Number(partition) }
}

const offset = (name: string, text = '') => {
  if (!/^\d{1,15}$/.test(text)) throw new WrongWords(`${name} expects an offset, a whole number from 0`)
  return Number(text)
}
