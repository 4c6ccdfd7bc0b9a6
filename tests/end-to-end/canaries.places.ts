import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { PORT_OFFSETS, type ServiceName } from '@ioc/config'
import { readOperatorKey } from '@ioc/exchange'
import { pathOf, type ScreenId } from '../../services/operations-centre/web/screens/paths.ts'
import { openBrowser } from '../browser/browser.ts'
import { canaryIn } from './canaries.persons.ts'
import type { SmallRiver } from './ends.river.ts'
import { addressOf } from './river.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Kinds of places where nothing of a person may be. */
export const KINDS = ['topic', 'table', 'file', 'answer', 'metrics', 'page', 'command'] as const
export type Place = { kind: (typeof KINDS)[number]; name: string; content: Buffer | string }

/** Every record of every topic, Kafka's own of groups included: key, value, headers. */
async function* topicsOf({ kafka }: SmallRiver): AsyncGenerator<Place> {
  for (const topic of await kafka.admin.topics()) {
    const parts: Buffer[] = []
    for (const { partition, low, high } of await kafka.admin.offsets(topic))
      await kafka.readFrom(topic, partition, low, high, (records) => {
        for (const { key, value, headers } of records)
          parts.push(
            key ?? Buffer.alloc(0),
            value ?? Buffer.alloc(0),
            ...Object.entries(headers).flatMap(([name, each]) => [Buffer.from(name), each]),
          )
      })
    yield { kind: 'topic', name: topic, content: Buffer.concat(parts) }
  }
}

/** Every column of every table, aliases too, and what ClickHouse keeps of queries. */
async function* tablesOf({ clickhouse }: SmallRiver): AsyncGenerator<Place> {
  const tables = await clickhouse.query<{ database: string; table: string; columns: string[] }>(
    `SELECT database, table, groupArray(name) AS columns FROM system.columns
     WHERE database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')
        OR (database = 'system' AND (endsWith(table, '_log') OR table IN ('processes', 'errors', 'query_cache', 'mutations', 'warnings')))
     GROUP BY database, table ORDER BY database, table`,
  )
  for (const { database, table, columns } of tables) {
    const list = columns.map((column) => `\`${column}\``).join(', ')
    const rows = await clickhouse.query(`SELECT ${list} FROM \`${database}\`.\`${table}\``)
    yield { kind: 'table', name: `${database}.${table}`, content: JSON.stringify(rows) }
  }
}

/** Every file below the data folder as it lies there: Kafka's segments, ClickHouse's parts, checkpoints, logs, the receiver's SQLite, … and their names. */
function* filesIn(folder: string): Generator<Place> {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return // ClickHouse has merged it away meanwhile
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(path)
    else if (entry.isFile()) {
      let bytes: Buffer
      try {
        bytes = readFileSync(path)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        continue // merged away since
      }
      yield { kind: 'file', name: path, content: Buffer.concat([Buffer.from(path), bytes]) }
    }
  }
}

type OpenApi = {
  paths: Record<string, { get?: { parameters?: { name: string; in: string; required?: boolean }[] } }>
}

/** What is put where an address asks for something; a parameter that is not here and must be given fails the test, so it gets looked at. */
type Known = Readonly<Record<string, readonly string[]>>

/** Every address of the operations centre that is asked, not acted upon, as its own description lists them. */
export const addressesOf = (api: OpenApi, known: Known, deadLetters: readonly string[]): string[] =>
  Object.entries(api.paths).flatMap(([path, { get }]) => {
    if (!get) return []
    const places = path.includes(POSITION)
      ? deadLetters.map((position) => path.replace(POSITION, position))
      : [path]
    const asked = (get.parameters ?? []).filter(
      ({ name, required, in: where }) =>
        (where === 'path' && places[0]!.includes(`{${name}}`)) || (where === 'query' && required),
    )
    return asked.reduce<string[]>((addresses, { name, in: where }) => {
      const values = known[name]
      if (!values) throw new Error(`GET ${path} asks for ${name}: say in this test what to ask`)
      return addresses.flatMap((address) =>
        values.map((value) =>
          where === 'path'
            ? address.replace(`{${name}}`, encodeURIComponent(value))
            : `${address}${address.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`,
        ),
      )
    }, places)
  })

const POSITION = '{topic}/{partition}/{offset}'

const firstOf = async (url: string): Promise<string> => {
  const leaving = new AbortController()
  const answer = await fetch(url, { signal: leaving.signal })
  let text = ''
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    if (text.includes('\n\n')) break
  }
  leaving.abort()
  return text
}

async function* answersOf(river: SmallRiver, { known, deadLetters }: Look): AsyncGenerator<Place> {
  const centre = addressOf(river, 'operations-centre')
  const api = (await (await fetch(`${centre}/v1/openapi.json`)).json()) as OpenApi
  const authorization = `Bearer ${readOperatorKey(river.dataDir)}`
  for (const address of addressesOf(api, known, deadLetters))
    for (const accept of ['application/json', 'text/csv']) {
      if (address === '/v1/feed') continue // never ends; below
      const answer = await fetch(centre + address, { headers: { accept, authorization } })
      yield { kind: 'answer', name: `${address} (${accept}, ${answer.status})`, content: await answer.text() }
    }
  yield { kind: 'answer', name: '/v1/feed', content: await firstOf(`${centre}/v1/feed`) }
  const national = addressOf(river, 'national-ioc')
  for (const path of ['/', '/v1/snapshots', '/.well-known/jwks.json', '/v1/openapi.json'])
    yield {
      kind: 'answer',
      name: `national-ioc ${path}`,
      content: await (await fetch(national + path)).text(),
    }
}

async function* metricsOf(river: SmallRiver): AsyncGenerator<Place> {
  for (const service of Object.keys(PORT_OFFSETS) as ServiceName[])
    for (const path of ['/metrics', '/health/ready', '/v1/sources']) {
      const answer = await fetch(addressOf(river, service) + path)
      if (answer.status !== 404)
        yield { kind: 'metrics', name: `${service}${path}`, content: await answer.text() }
    }
}

/** The screens as a browser shows them. */
async function* pagesOf(river: SmallRiver, screens: Look['screens']): AsyncGenerator<Place> {
  const browser = await openBrowser()
  try {
    const page = await browser.context.newPage()
    for (const screen of screens) {
      await page.goto(addressOf(river, 'operations-centre') + pathOf(screen))
      await page.locator('main').first().waitFor()
      if (screen === 'sources')
        await page
          .locator('#sources tbody tr', { hasText: 'survey-push' })
          .first()
          .waitFor({ timeout: 60_000 })
      // Of the feed the stream never ends, so no page is ever idle: its first answers are.
      await page.waitForTimeout(1_000)
      yield { kind: 'page', name: screen, content: await page.content() }
    }
  } finally {
    await browser.close()
  }
}

/** A command of the product beside the river; what it printed, both ways. */
export const commandOf = async (river: SmallRiver, program: string, ...words: string[]): Promise<string> => {
  const child = spawn(process.execPath, [join(ROOT, program), ...words], {
    env: river.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = Promise.all([buffer(child.stdout), buffer(child.stderr)])
  await once(child, 'close')
  return Buffer.concat(await said).toString()
}

/** Commands that only ask, each through code of its own; what else they ask of services is among the answers. */
export const commandsFor = (date: string, deadLetter: string): string[][] => [
  ['packages/dead-letters/main.ts', 'list', '--limit', '500'],
  ['packages/dead-letters/main.ts', 'show', deadLetter],
  ['packages/dead-letters/main.ts', 'verdict', deadLetter, '--json'],
  ['infra/sources/main.ts', 'list', '--json'],
  ['infra/sources/main.ts', 'status', 'one-stop-portal'],
  ['packages/exchange/main.ts', 'show', 'administration', date, '--csv'],
  [
    'packages/exchange/main.ts',
    'explain',
    'administration',
    date,
    'dossier.on-time',
    '--half',
    'denominator',
  ],
]

async function* commandsOf(river: SmallRiver, commands: readonly string[][]): AsyncGenerator<Place> {
  for (const [program, ...words] of commands)
    yield {
      kind: 'command',
      name: `${program} ${words.join(' ')}`,
      content: await commandOf(river, program!, ...words),
    }
}

export type Look = {
  known: Known
  deadLetters: readonly string[]
  commands: readonly string[][]
  screens: readonly ScreenId[]
}

/** Everything a person's data could have come to, once a river has carried it. Files last: what the others asked is in the logs then. */
export async function* everyPlace(river: SmallRiver, look: Look): AsyncGenerator<Place> {
  yield* topicsOf(river)
  yield* answersOf(river, look)
  yield* metricsOf(river)
  yield* pagesOf(river, look.screens)
  yield* commandsOf(river, look.commands)
  yield* tablesOf(river)
  yield* filesIn(river.dataDir)
}

export type Found = { kind: Place['kind']; name: string; around: string }

/** Looks through places; gives the finds, how many places of each kind had anything in them, and the screen of sources as it was drawn. */
export const lookThrough = async (places: AsyncIterable<Place> | Iterable<Place>) => {
  const found: Found[] = []
  const looked = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Place['kind'], number>
  let drawn = ''
  for await (const { kind, name, content } of places) {
    if (content.length > 0) looked[kind]++
    if (kind === 'page' && name === 'sources') drawn = String(content)
    const around = canaryIn(content)
    if (around !== null) found.push({ kind, name, around })
  }
  return { found, looked, drawn }
}
