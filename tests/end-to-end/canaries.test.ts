import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PORT_OFFSETS, type ServiceName } from '@ioc/config'
import { readOperatorKey } from '@ioc/exchange'
import { closeDate } from '@ioc/launcher/close.ts'
import { openDeadLetterSealer } from '@ioc/sealing'
import { openOriginal } from '@ioc/sealing/original.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { SCREENS } from '../../services/operations-centre/web/screens/paths.ts'
import { pagesBuilt } from '../browser/harness.ts'
import { until } from '../browser/until.ts'
import { sourceCommand } from '../engines/breaker.producer.ts'
import { postgresPrograms } from '../engines/postgres.local.ts'
import { BY_DATABASE, tellByDatabase } from './canaries.database.ts'
import { everyWayIn } from './canaries.expected.ts'
import { canary, canaryIn } from './canaries.persons.ts'
import { commandsFor, everyPlace, type Found, KINDS, type Look, lookThrough } from './canaries.places.ts'
import { openTeller } from './canaries.server.ts'
import { type Sent, TELLS, tellAll } from './canaries.sources.ts'
import { type SmallRiver, startSmallRiver } from './ends.river.ts'
import { addressOf } from './river.ts'

const SERVICES = Object.keys(PORT_OFFSETS) as ServiceName[]
const DATE = '2024-06-30'
const FOLDED_MS_MAX = 120_000
const programs = postgresPrograms(inject('path'))
if (!programs)
  console.warn('no PostgreSQL found, so no canary goes through a database: apt-get install postgresql')

let river: SmallRiver
let teller: Awaited<ReturnType<typeof openTeller>>
let dropped: string
let sent: Map<string, Sent>
/** Of each source a dead letter that holds a canary, by its position in the log. */
let deadLetters: { source: string; position: string }[]

/** Events a source has there: kept ones by their ids, since one that is read twice before it was acknowledged stands there twice; and its rejects. */
const inLedger = async () => {
  const rows = await river.clickhouse.query<{ source: string; kept: number; rejected: number }>(
    `SELECT event_source AS source, toUInt32(uniqExactIf(event_id, verdict = 'keep')) AS kept, toUInt32(countIf(verdict = 'reject')) AS rejected
     FROM ledger FINAL WHERE topic != 'source-progress.v1' GROUP BY source`,
  )
  return (source: string) => rows.find((row) => row.source === source) ?? { source, kept: 0, rejected: 0 }
}

beforeAll(async () => {
  await pagesBuilt()
  dropped = mkdtempSync(join(tmpdir(), 'ioc-canaries-'))
  teller = await openTeller()
  river = await startSmallRiver({ names: SERVICES })
  await until(
    'the producers are ready',
    async () => {
      const ready = SERVICES.map(
        async (name) =>
          (await fetch(`http://127.0.0.1:${river.portBase + PORT_OFFSETS[name]}/health/ready`)).ok,
      )
      return (await Promise.all(ready)).every(Boolean)
    },
    90_000,
  )
  sent = await tellAll({ river, teller, dropped })
  if (programs) sent.set(BY_DATABASE, await tellByDatabase(programs, canary(99), river))
  await until(
    'all of it is folded',
    async () => {
      const told = await inLedger()
      return [...sent.values()].every(
        ({ source, kept, rejected }) => told(source).kept >= kept && told(source).rejected >= rejected,
      )
    },
    FOLDED_MS_MAX,
  )
  await closeDate(DATE, {
    host: '127.0.0.1',
    portBase: river.portBase,
    dataDir: river.dataDir,
    signal: AbortSignal.timeout(120_000),
  })
  deadLetters = await sealedCanaries()
}, 600_000)
afterAll(async () => {
  await river?.close()
  await teller?.close()
  rmSync(dropped, { recursive: true, force: true })
})

/** Of each source the first reject whose original, opened with the key of the folder, holds a canary. */
const sealedCanaries = async () => {
  const sealer = openDeadLetterSealer(river.dataDir)
  const rows = await river.clickhouse.query<{ source: string; position: string; value: string }>(
    `SELECT event_source AS source, concat(topic, '/', toString(\`partition\`), '/', toString(\`offset\`)) AS position, value
     FROM ledger FINAL WHERE verdict = 'reject' ORDER BY topic, \`partition\`, \`offset\``,
  )
  const holding = rows.filter(({ value }) => {
    const { key, headers, value: bytes } = openOriginal(sealer, Buffer.from(value, 'base64'))
    return (
      canaryIn(
        Buffer.concat([key ?? Buffer.alloc(0), bytes ?? Buffer.alloc(0), ...Object.values(headers)]),
      ) !== null
    )
  })
  return [...Map.groupBy(holding, ({ source }) => source).values()].map(([first]) => first!)
}

/** Opens a dead letter as the screens do, with an operator's key. */
const opened = async (position: string, unmasked: boolean): Promise<string> => {
  const answer = await fetch(`${addressOf(river, 'operations-centre')}/v1/dead-letters/${position}/open`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${readOperatorKey(river.dataDir)}`,
    },
    body: JSON.stringify({ unmasked, why: 'test' }),
  })
  expect(answer.status).toBe(200)
  return answer.text()
}

const looking = (commands: string[][], screens: Look['screens']): Look => ({
  ...{ commands, screens },
  deadLetters: deadLetters.map(({ position }) => position),
  known: {
    ...{ id: ['dossier.on-time', 'feedback.processed-on-time', 'survey.satisfaction', 'steering.disbursed'] },
    ...{
      group: ['administration', 'feedback'],
      date: [DATE],
      revision: ['1'],
      scope: ['68'],
      period: ['month'],
      indicator: ['dossier.on-time', 'feedback.processed-on-time'],
    },
    month: ['2024-06'],
  },
})

test('every way in that the product lists was told canaries', async () => {
  expect(Object.keys(TELLS).sort()).toEqual(await everyWayIn())
})

test('what was told is there: the good kept, the rest rejected, none beside', async () => {
  const told = await inLedger()
  for (const { source, kept, rejected } of sent.values()) {
    expect(told(source).kept, source).toBe(kept)
    expect(told(source).rejected, source).toBeGreaterThanOrEqual(rejected)
  }
})

test('a dead letter holds it, sealed: opened with the key it is all there, and masked where nobody asked for more', async () => {
  const sources = [...new Set([...sent.values()].map(({ source }) => source))]
  expect(deadLetters.map(({ source }) => source).sort()).toEqual(sources.sort())
  for (const { source, position } of deadLetters) {
    const shown = await opened(position, false)
    expect(canaryIn(shown), source).toBe(null)
    expect(canaryIn(await opened(position, true)), source).not.toBe(null)
  }
}, 300_000)

// After the opening: what was recorded of it is looked at too.
test('nothing of a person is in any topic, table, file, log, answer, page, metric or command', async () => {
  const { found, looked, drawn } = await lookThrough(
    everyPlace(river, looking(commandsFor(DATE, deadLetters[0]!.position), SCREENS)),
  )
  expect(found.map(({ kind, name, around }: Found) => `${kind} ${name}: …${around}…`)).toEqual([])
  for (const kind of KINDS) expect(looked[kind], `places of kind ${kind}`).toBeGreaterThan(3)
  expect(drawn).toContain('survey-push')
}, 600_000)

// Last: it puts canaries where none may be.
test('the search can see: what is planted in each kind of place is found there', async () => {
  const planted = canary(98)
  const ran = await sourceCommand(
    river,
    river.brokers.join(','),
    ...['hold', 'survey-push', '--contract', 'survey-response.v1', '--why', planted.name],
  )
  expect(ran.code).toBe(0)
  await river.clickhouse.command(
    `CREATE TABLE ioc.planted (words String) ENGINE = MergeTree ORDER BY tuple()`,
  )
  await river.clickhouse.insertRows('planted', ['words'], JSON.stringify([planted.words.normalize('NFD')]), 1)
  writeFileSync(
    join(river.dataDir, 'checkpoints/planted.json'),
    JSON.stringify({ at: encodeURIComponent(planted.name) }),
  )
  const { found } = await lookThrough(
    everyPlace(river, looking([['infra/sources/main.ts', 'list', '--json']], ['sources'])),
  )
  // What a page shows of a hold is a person's word in full, or nothing: that it was drawn is seen in the test before.
  const kinds = new Set(found.map(({ kind }) => kind))
  expect([...kinds].sort()).toEqual(
    expect.arrayContaining(['answer', 'command', 'file', 'metrics', 'table', 'topic']),
  )
  expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(['source-control.v1', 'ioc.planted']))
}, 600_000)
