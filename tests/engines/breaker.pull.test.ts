import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { type LocalKafka, launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { type Contract, dossier, topics } from '@ioc/schemas'
import { openSealer } from '@ioc/sealing'
import { openBreaker } from '@ioc/source/breaker.ts'
import { openControlLog, readControls } from '@ioc/source/control-log.ts'
import { readSource } from '@ioc/source/read-source.ts'
import type { Candidate, Source } from '@ioc/source/source.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { dossierEvent } from '../end-to-end/dossiers.ts'
import { freePair } from '../ports.ts'

const WITHIN_MS = 60_000
const EVENTS = 2_000
const PER_BATCH = 250
/** From here on the source sends nonsense, until it is mended. */
const BROKEN_FROM = 1_000
/** While one batch is on the wire the next is read: so many may have been sent when the first is counted. */
const SENT_WHEN_HELD_MAX = BROKEN_FROM + 2 * PER_BATCH

let dataDir: string
let broker: LocalKafka
let kafka: Kafka
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-breaker-'))
  const log = createLog('breaker-test', 'fatal')
  await prepareKafka(log)
  broker = await launchKafka({ dataDir, port: await freePair(), heapMb: 384 })
  kafka = openKafka({ brokers: [broker.brokers], clientId: 'breaker-pull' })
  await provisionTopics(kafka, [...topics])
})
afterAll(async () => {
  await kafka?.close()
  await broker?.kill()
  rmSync(dataDir, { recursive: true, force: true })
})

const idsInLog = async () => {
  const ids: string[] = []
  for (const { partition, low, high } of await kafka.admin.offsets(dossier.id))
    await kafka.readFrom(dossier.id, partition, low, high, (records) => {
      ids.push(...records.map(({ headers }) => String(headers.ce_id)))
    })
  return ids
}

test('a source that is pulled is held at the first batches of nonsense, tried without sending, and read on when it is mended', async () => {
  let broken = true
  let batchesRead = 0
  let readings = 0
  const at = (position: number): Candidate => {
    const bad = broken && position >= BROKEN_FROM
    const { data } = dossierEvent(
      String(position).padStart(5, '0'),
      bad ? { data: { unitCode: '99999' } } : {},
    )
    return { id: `pulled-${position}`, atMs: 0, data }
  }
  const source: Source = {
    name: 'pulled',
    contract: dossier as unknown as Contract,
    title: { vi: 'Nguồn thử', en: 'A source to try' },
    simulated: true,
    rhythmSeconds: 60,
    pollMs: null,
    async *read(since) {
      readings++
      for (let from = Number(since?.position ?? 0); from < EVENTS; from += PER_BATCH) {
        batchesRead++
        yield {
          events: Array.from({ length: PER_BATCH }, (_, i) => at(from + i)),
          checkpoint: { position: from + PER_BATCH },
          completeUpToMs: Date.parse('2024-06-20T00:00:00+07:00'),
        }
      }
    },
  }
  const stopping = new AbortController()
  const breaker = openBreaker({
    contract: dossier.id,
    sources: [source.name],
    limits: { rejectShare: 0.2, inARow: 100, probeSeconds: 0.2 },
    now: Date.now,
    decide: (decided) => control.publish(decided),
  })
  const log = createLog('breaker-test', 'fatal')
  const control = openControlLog({ kafka, log, onControl: breaker.apply, onCaughtUp: breaker.caughtUp })
  const reader = readSource({
    producer: 'test-producer',
    source,
    dataDir,
    kafka,
    edge: {
      contract: source.contract,
      catalogues: openCatalogues(),
      sealer: openSealer(Buffer.alloc(32, 3)),
      businessNow: () => Date.parse('2024-07-01T00:00:00+07:00'),
    },
    context: {
      clock: {
        now: () => 0,
        atArrival: (ms) => ms,
        systemInstantOf: (ms) => ms,
        beganAt: null,
        running: true,
      },
      signal: stopping.signal,
      callerHash: (identifier) => identifier,
    },
    breaker,
    log,
  })
  const running = reader.run()
  try {
    await control.start()
    await until('it is held', () => reader.status().state === 'held', WITHIN_MS)
    // The batch that was on the wire when the first was counted is counted after the hold. The source is asked again, to be tried, only
    // when nothing of it is under way any more.
    await until('it is tried', () => readings >= 2, WITHIN_MS)
    const held = reader.status()
    expect(held.state).toBe('held')
    expect(held.rejected).toBeGreaterThanOrEqual(100)
    expect(held.emitted).toBeLessThanOrEqual(SENT_WHEN_HELD_MAX)
    await until(
      'the hold is told',
      async () => (await readControls(kafka)).get('pulled/dossier.v1')?.state === 'held',
      WITHIN_MS,
    )

    const readWhenHeld = batchesRead
    await until('it was tried three times', () => batchesRead >= readWhenHeld + 3, WITHIN_MS)
    expect(reader.status()).toEqual(held)
    expect(await idsInLog()).toHaveLength(held.emitted)

    broken = false
    await until('it has read to its end', () => reader.status().state === 'finished', WITHIN_MS)
    expect(reader.status()).toMatchObject({ emitted: EVENTS, rejected: held.rejected })
    const ids = await idsInLog()
    expect(ids).toHaveLength(EVENTS)
    expect(new Set(ids).size).toBe(EVENTS)
    const told = async () => (await readControls(kafka)).get('pulled/dossier.v1')
    await until('the release is told', async () => (await told())?.state === 'released', WITHIN_MS)
    expect(await told()).toMatchObject({ by: 'breaker' })
  } finally {
    stopping.abort()
    await running
    await control.stop()
  }
})
