import { readFileSync } from 'node:fs'
import type { Catalogues } from '@ioc/catalogues'
import { pauseUnless } from '@ioc/clock/pause.ts'
import { PORT_OFFSETS, WrongWords } from '@ioc/config'
import type { ConnectedSource } from '@ioc/connectors'
import {
  issuesOf,
  type Placed,
  placeFile,
  readPlaced,
  readSettings,
  writePlaced,
} from '@ioc/connectors/place.ts'
import type { ResidentStatus } from '@ioc/connectors/residents.ts'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { wrongStreams } from '@ioc/schemas/events/streams.ts'
import { z } from 'zod'
import type { Registered } from './registry.ts'
import { namesIn, type Words } from './words.ts'

type At = {
  dataDir: string
  host: string
  portBase: number
  /** Those in force; asked only for codes that were given. */
  catalogues(): Promise<Catalogues>
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const ASK_EVERY_MS = 250
const FIRST_READING_MS_MAX = 60_000
const ANSWER_MS_MAX = 3_000

/** `run`, `stop`, `reset` and `status` of a connected source: its file in the data folder, and what its producer makes of it. Gives the exit code. */
export const runPlace = async (words: Words, found: Registered, at: At): Promise<number> => {
  const { producer, connected } = found
  const { command, name, values } = words
  const placed = readPlaced(at.dataDir, producer, name)
  const file = placeFile(at.dataDir, producer, name)
  switch (command) {
    case 'run': {
      const settings = withWords(placed?.settings ?? {}, values)
      const read = readSettings(connected.way, settings)
      if (!read.success) {
        say(`the settings of ${name} are not complete or not right: ${issuesOf(read.error)}`)
        say(`its settings, with what holds where none is given: ${settingsOf(connected)}`)
        say(`give them with --set NAME=VALUE or --settings FILE; they are kept in ${file}`)
        return 78
      }
      const units = values.units === undefined ? placed?.units : namesIn(values.units)
      const unknown = values.units === undefined ? [] : await strangers(namesIn(values.units), at)
      if (unknown.length > 0) {
        say(
          `--units: ${unknown.join(', ')} ${unknown.length === 1 ? 'is no unit' : 'are no units'}; their codes are in schemas/catalogues/data/units.json`,
        )
        return 78
      }
      const streams = values.streams === undefined ? placed?.streams : namesIn(values.streams)
      const wrong =
        values.streams === undefined
          ? null
          : wrongStreams(connected.contract.id, namesIn(values.streams), await at.catalogues())
      if (wrong !== null) {
        say(`--streams: ${wrong}`)
        return 78
      }
      const everySeconds = values.every === undefined ? placed?.everySeconds : Number(values.every)
      const completeFrom = values['complete-from'] ?? placed?.completeFrom
      writePlaced(at.dataDir, producer, name, {
        ...{ on: true, generation: placed?.generation ?? 1, settings },
        ...(everySeconds === undefined ? {} : { everySeconds }),
        ...(completeFrom === undefined ? {} : { completeFrom }),
        ...(units === undefined ? {} : { units }),
        ...(streams === undefined ? {} : { streams }),
      })
      say(`${name} is on: ${producer} reads it by ${connected.way.kind}`)
      return values['no-wait'] ? 0 : awaitReading(words, found, at)
    }
    case 'stop': {
      if (!placed?.on) {
        say(`${name} is off already`)
        return 0
      }
      writePlaced(at.dataDir, producer, name, { ...placed, on: false })
      say(`${name} is off; npm run source -- run ${name} goes on where it was`)
      return 0
    }
    case 'reset': {
      if (!placed) {
        say(`${name} was never run: there is nothing to forget`)
        return 1
      }
      writePlaced(at.dataDir, producer, name, { ...placed, generation: placed.generation + 1 })
      say(
        `${name} is read again from its beginning (reading ${placed.generation + 1}, ${values.why}); to go back, set generation to ${placed.generation} in ${file}`,
      )
      return 0
    }
    default: {
      const status = await statusOf(found, at)
      const told = {
        source: name,
        producer,
        kind: connected.way.kind,
        on: placed?.on ?? false,
        settings: placed?.settings ?? null,
        units: placed?.units ?? connected.units ?? null,
        streams: placed?.streams ?? connected.streams ?? null,
        completeFrom: placed?.completeFrom ?? null,
        status,
      }
      if (values.json) process.stdout.write(`${JSON.stringify(told)}\n`)
      else
        process.stdout.write(
          `${shown(told, placed, file, placed?.everySeconds ?? connected.pollMs / 1000)}\n`,
        )
      return 0
    }
  }
}

const strangers = async (codes: readonly string[], at: At): Promise<string[]> => {
  const catalogues = await at.catalogues()
  return codes.filter((code) => catalogues.unitHistory(code).length === 0)
}

/** Names of the settings of its way, each with its default: `host, port [5432]`. */
const settingsOf = ({ way }: ConnectedSource): string => {
  const { properties = {} } = z.toJSONSchema(way.settings, { io: 'output', unrepresentable: 'any' })
  return Object.entries(properties)
    .map(([name, property]) => {
      const byDefault = typeof property === 'object' ? property.default : undefined
      return byDefault === undefined ? name : `${name} [${JSON.stringify(byDefault)}]`
    })
    .join(', ')
}

/** The settings there were, with those of a file, with those of single words. */
const withWords = (
  before: Record<string, unknown>,
  { settings, set }: Words['values'],
): Record<string, unknown> => {
  const all = { ...before, ...(settings === undefined ? {} : fileOf(settings)) }
  for (const word of set) {
    const at = word.indexOf('=')
    if (at < 1) throw new WrongWords(`--set expects NAME=VALUE, not ${word}`)
    const text = word.slice(at + 1)
    setAt(all, word.slice(0, at).split('.'), jsonOr(text))
  }
  return all
}

const fileOf = (file: string): Record<string, unknown> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw new WrongWords(`--settings ${file}: ${(error as Error).message}`)
  }
}

const jsonOr = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text // a word, not JSON
  }
}

const setAt = (object: Record<string, unknown>, [name, ...rest]: string[], value: unknown): void => {
  if (rest.length === 0) object[name!] = value
  else {
    const inner = object[name!]
    const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {}
    object[name!] = next
    setAt(next, rest, value)
  }
}

/** What the producer says of it; null where the producer does not answer, or has not opened it. */
const statusOf = async ({ producer, connected }: Registered, at: At): Promise<ResidentStatus | null> => {
  try {
    const url = `http://${at.host}:${at.portBase + PORT_OFFSETS[producer]}/v1/sources`
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    const { sources } = (await answer.json()) as { sources: ResidentStatus[] }
    return sources.find((each) => each.name === connected.name && 'kind' in each) ?? null
  } catch {
    return null // down or too slow: said as unknown
  }
}

/** Waits until the producer has read it once, or cannot. */
const awaitReading = async (words: Words, found: Registered, at: At): Promise<number> => {
  const never = new AbortController().signal
  const endsAt = Date.now() + FIRST_READING_MS_MAX
  while (Date.now() < endsAt) {
    const status = await statusOf(found, at)
    if (status?.error) {
      say(`${found.producer} cannot read it yet: ${status.error}`)
      say('it is tried again by itself; npm run source -- status shows how it stands')
      return 1
    }
    if (status && status.readAtMs !== null && status.state === 'waiting') {
      const { emitted, rejected, skipped } = status
      if (words.values.json)
        process.stdout.write(
          `${JSON.stringify({ source: found.connected.name, emitted, rejected, skipped })}\n`,
        )
      else
        say(
          `read once: ${emitted} events (${rejected} of them rejected, kept as dead letters), ${skipped} skipped`,
        )
      return 0
    }
    await pauseUnless(ASK_EVERY_MS, never)
  }
  say(
    `${found.producer} did not say within ${FIRST_READING_MS_MAX / 1000} s that it has read it: is it running, with the same IOC_DATA_DIR? It begins by itself once it is.`,
  )
  return 1
}

const instant = (ms: number | null) => (ms === null ? '—' : toIso(ms))

const shown = (
  told: {
    source: string
    producer: string
    kind: string
    on: boolean
    units: readonly string[] | null
    streams: readonly string[] | null
    completeFrom: string | null
    status: ResidentStatus | null
  },
  placed: Placed | null,
  file: string,
  every: number,
): string => {
  const { status } = told
  const rows: [string, string][] = [
    ['source', `${told.source} (${told.kind}, ${told.producer})`],
    ['turned', told.on ? 'on' : 'off'],
    ['settings', placed ? JSON.stringify(placed.settings) : '—'],
    ['kept in', placed ? file : '— (npm run source -- run writes it)'],
    ['reading', placed ? `${placed.generation} (npm run source -- reset begins the next)` : '—'],
    ['read every', `${every} s`],
    ['speaks for', told.units?.join(', ') ?? 'the whole province'],
    ...(told.streams ? [['of', told.streams.join(', ')] as [string, string]] : []),
    ['from', told.completeFrom ?? 'as its settings say, or all there ever was'],
  ]
  if (!status) rows.push(['producer', told.on ? 'does not answer, or has not opened it' : '—'])
  else
    rows.push(
      ['state', status.state],
      ['events', `${status.emitted}, ${status.rejected} of them rejected; ${status.skipped} records skipped`],
      ['read at', instant(status.readAtMs)],
      ['complete to', instant(status.completeUpToMs)],
      ['error', status.error ? `${status.error} (since ${instant(status.errorSinceMs)})` : '—'],
      ['notice', status.notice ?? '—'],
    )
  return rows.map(([name, value]) => `${name.padEnd(12)} ${value}`).join('\n')
}
