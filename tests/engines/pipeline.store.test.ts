import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouse, openClickHouse, provisionTables } from '@ioc/clickhouse'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { openStore, type Store } from '@ioc/pipeline/store.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTwin, storeOf } from '../faults/simulation/twin.ts'
import { freePair } from '../ports.ts'
import { behavesAsStore } from './pipeline.store.ts'

describe('the store in ClickHouse', () => {
  let dataDir: string
  let engine: LaunchedClickHouse
  let clickhouse: ClickHouse
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ioc-store-'))
    engine = await launchClickHouse({ dataDir, port: await freePair() })
    clickhouse = openClickHouse({ url: engine.url, user: 'default', password: '', database: 'ioc' })
    await provisionTables(clickhouse, join(import.meta.dirname, '../../schemas/tables'))
  })
  afterAll(async () => {
    await clickhouse?.close()
    await engine?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  behavesAsStore(() => openStore(clickhouse))
})

describe('its twin in the simulation', () => {
  const twin = openTwin()
  behavesAsStore(() => storeOf(twin))
})

/** Takes connections and requests, and never says a word. */
const openSilence = async () => {
  const sockets = new Set<import('node:net').Socket>()
  const server = createServer((socket) => void sockets.add(socket.resume()))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    spokenTo: () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

type Ask = (store: Store, signal: AbortSignal) => Promise<unknown>

test.each<{ what: string; ask: Ask }>([
  {
    what: 'an insert',
    ask: (store, signal) =>
      store.insert(
        { table: 'ledger', columns: ['a'], format: 'JSONCompactEachRow', bytes: '[1]\n', rows: 1 },
        signal,
      ),
  },
  { what: 'a question', ask: (store, signal) => store.ledgerEnd('t', 0, 1, signal) },
])('$what that hangs can be called off, and is then unknown', async ({ ask }) => {
  const silence = await openSilence()
  const clickhouse = openClickHouse({ url: silence.url, user: 'default', password: '', database: 'ioc' })
  try {
    const calledOff = new AbortController()
    const answer = ask(openStore(clickhouse), calledOff.signal).catch((error: unknown) => error)
    await expect.poll(() => silence.spokenTo(), { timeout: 20_000 }).toBeGreaterThan(0)
    calledOff.abort()
    expect(await answer).toMatchObject({ name: 'ClickHouseError', kind: 'unknown' })
  } finally {
    await clickhouse.close()
    silence.close()
  }
})
