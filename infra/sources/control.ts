import { WrongWords } from '@ioc/config'
import { readPlaced } from '@ioc/connectors/place.ts'
import type { Kafka } from '@ioc/kafka'
import { sourceControl } from '@ioc/schemas/control/source-control.ts'
import { publishControl } from '@ioc/source'
import { decidedByHand } from '@ioc/source/by-hand.ts'
import { type KnownSource, readKnownSources, unheard } from '@ioc/source/known-sources.ts'
import { sourcesTable } from '@ioc/source/print-sources.ts'
import type { Registered } from './registry.ts'
import type { Words } from './words.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

/** `list`, `show`, `hold` and `release`: what Kafka and the services know of sources, and what a person decides of one. Gives the exit code. */
export const runControl = async (
  { command, name, values, by }: Words,
  kafka: Kafka,
  registry: readonly Registered[],
  at: { host: string; portBase: number; dataDir: string },
): Promise<number> => {
  const { sources: heard, silent } = await readKnownSources(kafka, at)
  const sources = withConnected(heard, registry, at.dataDir)
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
    const known = [...new Set(sources.map(({ source }) => source))].sort().join(', ')
    say(
      `no source ${name} is known; known are ${known || 'none'}. Of one that has not spoken yet its contract must be named too, e.g. --contract dossier.v1`,
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
      throw new WrongWords(
        read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '),
      )
  }
  for (const control of controls) await publishControl(kafka, control)
  const told = controls.map(({ source, contract }) => `${source} (${contract}) is ${state}`)
  process.stdout.write(values.json ? `${JSON.stringify({ controls })}\n` : `${told.join('\n')}\n`)
  return 0
}

/** Those that are connected are sources too before they ever spoke: turned off, or on and not heard yet. */
const withConnected = (
  heard: readonly KnownSource[],
  registry: readonly Registered[],
  dataDir: string,
): KnownSource[] => {
  const isHeard = (name: string, contract: string) =>
    heard.some((each) => each.source === name && each.contract === contract)
  const others = registry
    .filter(({ connected }) => !isHeard(connected.name, connected.contract.id))
    .map(({ producer, connected }) => {
      const on = readPlaced(dataDir, producer, connected.name)?.on === true
      return unheard(connected.name, connected.contract.id, on ? 'flowing' : 'off')
    })
  return [...heard, ...others].sort((a, b) => (a.source < b.source ? -1 : 1))
}
