import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { EX_CONFIG, exitFor, kafkaConfig, readConfig, settings, withEnginePorts } from '@ioc/config'
import { openKafka } from '@ioc/kafka'
import { sourceControl } from '@ioc/schemas/control/source-control.ts'
import { decidedByHand, personsName } from './by-hand.ts'
import { publishControl } from './control-log.ts'
import { readKnownSources } from './known-sources.ts'
import { sourcesTable } from './print-sources.ts'

const HELP = `npm run source -- <command> [--json]

  list                            every source: held or flowing, how fresh, how much it sent
  show <source>                   the same for one name, which may speak through several producers
  hold <source> --why TEXT        its producer takes nothing from it until a person releases it
  release <source> --why TEXT     it flows again, whoever held it
      --contract ID               of that name only the one that speaks of this contract, e.g. dossier.v1
      --by NAME                   who decides [the user of this machine]

What the breaker held it also releases by itself, at a good probe; what a person held, a person releases.

Settings as for npm start: KAFKA_BROKERS (follows IOC_PORT_BASE where not set; TLS and SASL settings), IOC_HOST, IOC_PORT_BASE.
Exit codes: 0 done; 1 Kafka does not answer, or no such source; 78 wrong settings or words.
`
const KAFKA_MS_MAX = 30_000

const say = (line: string) => process.stderr.write(`${line}\n`)
const wrongWords = (line: string): never => {
  say(`${line}\n\n${HELP}`)
  process.exit(EX_CONFIG)
}

const readWords = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        why: { type: 'string' },
        by: { type: 'string' },
        contract: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return wrongWords((error as Error).message) // parseArgs says which word it does not know
  }
}

const { values, positionals } = readWords()
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
const [command, name, ...rest] = positionals
const COMMANDS = ['list', 'show', 'hold', 'release']
if (command === undefined || !COMMANDS.includes(command))
  wrongWords(`unknown command ${command ?? '(none)'}; known: ${COMMANDS.join(', ')}`)
if (rest.length > 0 || (command === 'list' && name !== undefined)) wrongWords('too many words')
if (command !== 'list' && name === undefined) wrongWords(`${command} needs the name of a source`)
const deciding = command === 'hold' || command === 'release'
if (deciding && !values.why) wrongWords(`${command} needs --why: a word for whoever asks later`)

const personDeciding = (): string => {
  const named = personsName.safeParse(values.by ?? userInfo().username)
  return named.success
    ? named.data
    : wrongWords(`--by ${named.error.issues.map(({ message }) => message).join('; ')}`)
}
const by = deciding ? personDeciding() : ''

try {
  const config = readConfig(withEnginePorts(process.env), {
    KAFKA_BROKERS: settings.KAFKA_BROKERS,
    KAFKA_TLS_CA: settings.KAFKA_TLS_CA,
    KAFKA_SASL_MECHANISM: settings.KAFKA_SASL_MECHANISM,
    KAFKA_SASL_USERNAME: settings.KAFKA_SASL_USERNAME,
    KAFKA_SASL_PASSWORD: settings.KAFKA_SASL_PASSWORD,
    IOC_HOST: settings.IOC_HOST,
    IOC_PORT_BASE: settings.IOC_PORT_BASE,
  })
  const kafka = openKafka(kafkaConfig(config, 'source'))
  setTimeout(() => {
    say(
      `Kafka (${config.KAFKA_BROKERS.join(', ')}) does not answer within ${KAFKA_MS_MAX / 1000} s: is it running, and KAFKA_BROKERS right? Nothing is promised of what was asked.`,
    )
    process.exit(1)
  }, KAFKA_MS_MAX)

  if (!(await kafka.ping())) {
    say(
      `Kafka does not answer on ${config.KAFKA_BROKERS.join(', ')}: is it running, and KAFKA_BROKERS right?`,
    )
    process.exit(1)
  }
  const { sources, silent } = await readKnownSources(kafka, {
    host: config.IOC_HOST,
    portBase: config.IOC_PORT_BASE,
  })
  if (silent.length > 0) say(`not answering, so what only they know is unknown: ${silent.join(', ')}`)
  const chosen = sources.filter(
    (each) =>
      (name === undefined || each.source === name) &&
      (values.contract === undefined || each.contract === values.contract),
  )

  if (!deciding) {
    if (command === 'show' && chosen.length === 0) {
      say(`no source ${name} is known; npm run source -- list shows those that are`)
      process.exit(1)
    }
    process.stdout.write(
      values.json ? `${JSON.stringify({ sources: chosen })}\n` : `${sourcesTable(chosen)}\n`,
    )
    process.exit(0)
  }

  const contracts = values.contract ? [values.contract] : chosen.map((each) => each.contract)
  if (contracts.length === 0) {
    say(
      `no source ${name} is known, so neither is its producer: name its contract, e.g. --contract dossier.v1, to decide before its first word`,
    )
    process.exit(1)
  }
  const state = command === 'hold' ? 'held' : 'released'
  const controls = contracts.map((contract) =>
    decidedByHand({ source: name!, contract, state, by, why: values.why! }, Date.now()),
  )
  for (const control of controls) {
    const read = sourceControl.safeParse(control)
    if (!read.success)
      wrongWords(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  }
  for (const control of controls) await publishControl(kafka, control)
  const told = controls.map(({ source, contract }) => `${source} (${contract}) is ${state}`)
  process.stdout.write(values.json ? `${JSON.stringify({ controls })}\n` : `${told.join('\n')}\n`)
  process.exit(0)
} catch (error) {
  exitFor(error)
}
