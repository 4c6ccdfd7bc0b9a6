import type { Kafka } from '@ioc/kafka'
import { sourceControl } from '@ioc/schemas/control/source-control.ts'
import { publishControl } from '@ioc/source'
import { decidedByHand } from '@ioc/source/by-hand.ts'
import { readKnownSources } from '@ioc/source/known-sources.ts'
import { sourcesTable } from '@ioc/source/print-sources.ts'
import { type Words, wrongWords } from './words.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

/** `list`, `show`, `hold` and `release`: what Kafka and the services know of sources, and what a person decides of one. Gives the exit code. */
export const runControl = async (
  { command, name, values, by }: Words,
  kafka: Kafka,
  at: { host: string; portBase: number },
): Promise<number> => {
  const { sources, silent } = await readKnownSources(kafka, at)
  if (silent.length > 0) say(`not answering, so what only they know is unknown: ${silent.join(', ')}`)
  const chosen = sources.filter(
    (each) =>
      (name === '' || each.source === name) &&
      (values.contract === undefined || each.contract === values.contract),
  )

  if (command === 'list' || command === 'show') {
    if (command === 'show' && chosen.length === 0) {
      say(`no source ${name} is known; npm run source -- list shows those that are`)
      return 1
    }
    process.stdout.write(
      values.json ? `${JSON.stringify({ sources: chosen })}\n` : `${sourcesTable(chosen)}\n`,
    )
    return 0
  }

  const contracts = values.contract ? [values.contract] : chosen.map((each) => each.contract)
  if (contracts.length === 0) {
    say(
      `no source ${name} is known, so neither is its producer: name its contract, e.g. --contract dossier.v1, to decide before its first word`,
    )
    return 1
  }
  const state = command === 'hold' ? 'held' : 'released'
  const controls = contracts.map((contract) =>
    decidedByHand({ source: name, contract, state, by, why: values.why! }, Date.now()),
  )
  for (const control of controls) {
    const read = sourceControl.safeParse(control)
    if (!read.success)
      wrongWords(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  }
  for (const control of controls) await publishControl(kafka, control)
  const told = controls.map(({ source, contract }) => `${source} (${contract}) is ${state}`)
  process.stdout.write(values.json ? `${JSON.stringify({ controls })}\n` : `${told.join('\n')}\n`)
  return 0
}
