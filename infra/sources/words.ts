import { userInfo } from 'node:os'
import { commandIn, exitWithHelp, parseWords, WrongWords } from '@ioc/config'
import { personsName } from '@ioc/source/by-hand.ts'
import { z } from 'zod'

export const HELP = `npm run source -- <command> [--json]

  list                            every source: held or flowing, how fresh, how much it sent
  show <source>                   the same for one name, which may speak through several producers
  status <source>                 a connected source: on or off, how far it has read, what is wrong with it now
  check <source>                  tries its sample, or a file of yours: per record kept, skipped or rejected with path and reason,
                                  the rows that would result, and the indicators they would move; nothing is sent
      --sample FILE               instead of the recorded sample beside its mapping
      --rows                      print the rows too
  run <source>                    turns it on in the running producer, while all others flow on; again with other settings changes them
      --settings FILE             JSON of its settings
      --set NAME=VALUE            one of them; may be given more than once; VALUE is JSON, or else text
      --every SECONDS             how often it is read [as its code says]
      --complete-from YYYY-MM-DD  first day of which it tells everything: of periods that begin before, numbers are missing, not zero
      --units CODE,CODE           the units its system keeps, with all below: of others it says nothing, also not zero [68, the whole province]
      --streams NAME,NAME         of its contract's streams (channels of feedback, questionnaires of forms) those its system keeps [as its code says, or all]
      --no-wait                   do not wait for its first reading
  stop <source>                   turns it off; it goes on where it was when it is run again
  reset <source> --why TEXT       forgets how far it has read: everything is read again, which changes nothing that is the same
  hold <source> --why TEXT        its producer takes nothing from it until a person releases it
  release <source> --why TEXT     it flows again, whoever held it
      --contract ID               of that name only the one that speaks of this contract, e.g. dossier.v1
      --by NAME                   who decides [the user of this machine]

      --producer NAME             where two producers have a connected source of that name

What the breaker held it also releases by itself, at a good probe; what a person held, a person releases. npm run backfill reads past days
again; npm run new:source begins a new one.

Settings as for npm start: KAFKA_BROKERS, CLICKHOUSE_URL (both follow IOC_PORT_BASE where not set), IOC_DATA_DIR, IOC_HOST, IOC_PORT_BASE.
Exit codes: 0 done; 1 Kafka or the producer does not answer, or no such source; 65 check: something would be rejected; 78 wrong settings or words.
`

const COMMANDS = ['list', 'show', 'status', 'check', 'run', 'stop', 'reset', 'hold', 'release'] as const

const OPTIONS = {
  why: { type: 'string' },
  by: { type: 'string' },
  contract: { type: 'string' },
  producer: { type: 'string' },
  sample: { type: 'string' },
  rows: { type: 'boolean', default: false },
  settings: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  every: { type: 'string' },
  'complete-from': { type: 'string' },
  units: { type: 'string' },
  streams: { type: 'string' },
  'no-wait': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export type Words = {
  command: (typeof COMMANDS)[number]
  /** Empty for `list`. */
  name: string
  by: string
  values: ReturnType<typeof parseWords<typeof OPTIONS>>['values']
}

/** Reads the command line; with `--help` the process ends. @throws WrongWords */
export const readWords = (words: readonly string[]): Words => {
  const { values, positionals } = parseWords(words, OPTIONS)
  if (values.help) exitWithHelp(HELP)
  const [told, name, ...rest] = positionals
  const command = commandIn(told, COMMANDS)
  if (rest.length > 0 || (command === 'list' && name !== undefined)) throw new WrongWords('too many words')
  if (command !== 'list' && name === undefined) throw new WrongWords(`${command} needs the name of a source`)
  if (values.every !== undefined && !(Number(values.every) >= 0.1))
    throw new WrongWords('--every expects seconds, at least 0.1')
  if (values['complete-from'] !== undefined && !isDay(values['complete-from']))
    throw new WrongWords('--complete-from expects a day, e.g. 2026-07-01')
  if (values.streams !== undefined && namesIn(values.streams).length === 0)
    throw new WrongWords('--streams expects names of streams, e.g. hotline')
  if (values.units !== undefined && namesIn(values.units).length === 0)
    throw new WrongWords('--units expects codes of units, e.g. 24769,24772')
  const deciding = command === 'hold' || command === 'release'
  if ((deciding || command === 'reset') && !values.why)
    throw new WrongWords(`${command} needs --why: a word for whoever asks later`)
  return { command, name: name ?? '', values, by: deciding ? personDeciding(values.by) : '' }
}

/** What is named with commas between, each once. */
export const namesIn = (told: string): string[] => [
  ...new Set(
    told
      .split(',')
      .map((code) => code.trim())
      .filter((code) => code !== ''),
  ),
]

const isDay = (text: string) => z.iso.date().safeParse(text).success

const personDeciding = (told: string | undefined): string => {
  const named = personsName.safeParse(told ?? userInfo().username)
  if (named.success) return named.data
  throw new WrongWords(`--by ${named.error.issues.map(({ message }) => message).join('; ')}`)
}
