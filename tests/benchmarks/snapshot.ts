import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import { bodiesPublished, openBodies } from '@ioc/cuts'
import { groups, indicatorsVersion, numbersOf, openIndicators, profileVersions } from '@ioc/indicators'
import { launchClickHouse } from '@ioc/infra-clickhouse'
import { launchKafka, prepareKafka } from '@ioc/infra-kafka'
import { openKafka, provisionTopics } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { topics } from '@ioc/schemas'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { openSigningKey, publicJwks, signToBytes } from '@ioc/snapshot'
import { openReceiver as openNationalIoc } from '../../services/national-ioc/receiver.ts'
import { openCutLog } from '../../services/snapshot-publisher/cut-log.ts'
import { openDelivery } from '../../services/snapshot-publisher/deliver.ts'
import { openOutbox } from '../../services/snapshot-publisher/outbox.ts'
import { openReceiver } from '../../services/snapshot-publisher/receivers/index.ts'
import { freePair } from '../browser/ports.ts'
import { makeDossiers, VERSIONS } from './indicators.data.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'

const TABLES = join(import.meta.dirname, '..', '..', 'schemas', 'tables')
const OWNER = 'snapshot-publisher'
const DOSSIERS = 1_000_000
const STEP = 500_000
const FIRST_DAY = Date.parse('2024-05-01T00:00:00Z')

/**
 * One date of all four groups over a million dossiers of three versions each: cut, counted, signed, in the outbox and the table, sent, taken and
 * receipted by the reference receiver, which shares the process. Goal: 3 s, and 2 dates a second in a row. Ratio: that time ÷
 * counting the same numbers alone.
 */
export const snapshot: Benchmark = async ({ rounds, say }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-bench-'))
  const log = createLog('benchmark', 'error')
  const undo: (() => Promise<unknown> | unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })]
  try {
    await prepareKafka(log)
    const port = await freePair()
    const engineKafka = await launchKafka({ dataDir, port, controllerPort: port + 1, heapMb: 384 })
    undo.push(() => engineKafka.stop())
    const engine = await launchClickHouse({ dataDir, port: await freePair() })
    undo.push(() => engine.stop())
    const clickhouse = openClickHouse({
      ...{ url: engine.url, user: 'default', password: '', database: 'ioc', requestTimeoutMs: 600_000 },
    })
    undo.push(() => clickhouse.close())
    const kafka = openKafka({ brokers: [engineKafka.brokers], clientId: 'benchmark' }, log)
    undo.push(() => kafka.close())
    await provisionTopics(kafka, [...topics], log)
    await provisionTables(clickhouse, TABLES)
    const catalogues = openCatalogues()
    const indicators = openIndicators(catalogues)
    const key = openSigningKey(dataDir, OWNER)
    const trustedJwks = join(dataDir, 'jwks.json')
    writeFileSync(trustedJwks, JSON.stringify(publicJwks(dataDir, OWNER)))
    const nationalIoc = await openNationalIoc({
      ...{ dataDir, host: '127.0.0.1', port: 0, trustedJwks, systemNow: Date.now, log },
      clock: openClock(dataDir, undefined, Date.now),
    })
    for (const part of nationalIoc.parts) await part.start?.()
    undo.push(async () => {
      for (const part of nationalIoc.parts.toReversed()) await part.stop()
    })
    const receiver = openReceiver(
      {
        ...{ url: `http://127.0.0.1:${nationalIoc.port()}`, adapter: 'reference' as const, agency: 'H36' },
        ...{ tls: { ca: undefined, cert: undefined, key: undefined }, tokenFile: undefined, jwks: undefined },
      },
      Date.now,
    )
    undo.push(() => receiver.close())
    const cuts = openCutLog(kafka)
    const outbox = openOutbox(kafka, clickhouse)
    const stop = new AbortController()
    const delivery = openDelivery({ clickhouse, outbox, receiver, log, signal: stop.signal })
    const earlier = { cuts: cuts.all, body: bodiesPublished(clickhouse) }
    const bodies = openBodies({ clickhouse, catalogues, indicators, earlier })

    for (let made = 0; made < DOSSIERS; made += STEP) {
      say(`  making dossiers ${made / 1e6} to ${(made + STEP) / 1e6} million …`)
      await makeDossiers(clickhouse, catalogues, made, made + STEP)
    }
    const watermark = [0, 1, 2, 3].map((partition) => ({
      ...{ topic: 'dossier.v1', partition, offset: (DOSSIERS / 4) * VERSIONS - 1 },
    }))
    const cutOf = (group: (typeof groups)[number], date: string): CutRecord => ({
      ...{ group: group.id, date, revision: 1, supersedes: null, reason: { code: 'scheduled', text: null } },
      cut: {
        watermark,
        catalogueVersion: catalogues.version,
        indicatorsVersion: indicatorsVersion(indicators, catalogues),
        profiles: profileVersions(indicators),
        levels: [...group.levels],
        withheldUpTo: 4,
        cutNote: null,
      },
    })
    let values = 0
    const publish = async (date: string): Promise<number> => {
      const began = performance.now()
      for (const group of groups) {
        const cut = await cuts.propose(cutOf(group, date))
        const body = await bodies.of(cut, group)
        values += body.values.length
        const posted = await outbox.post(await signToBytes(body, key))
        const { state, detail } = await delivery.settle(posted.key, 60_000)
        if (state !== 'accepted') throw new Error(`${posted.key} is ${state}: ${detail}`)
      }
      return performance.now() - began
    }
    const count = async (date: string): Promise<number> => {
      const began = performance.now()
      for (const group of groups)
        await numbersOf(cutOf(group, date), group, indicators, catalogues, clickhouse)
      return performance.now() - began
    }
    const day = (n: number) => new Date(FIRST_DAY + n * 86_400_000).toISOString().slice(0, 10)
    await publish(day(0))
    values = 0
    const published: number[] = []
    const counted: number[] = []
    for (let round = 1; round <= rounds; round++) {
      published.push(await publish(day(round)))
      counted.push(await count(day(round)))
      say(
        `  ${day(round)}: ${published.at(-1)!.toFixed(0)} ms, counting alone ${counted.at(-1)!.toFixed(0)} ms`,
      )
    }
    const ms = median(published)
    return {
      ratio: spreadOf(published.map((each, k) => each / counted[k]!)),
      figures: {
        dossiers: DOSSIERS,
        'values of a date': Math.round(values / rounds),
        'cut to receipts of four groups, ms': Math.round(ms),
        'counting alone, ms': Math.round(median(counted)),
        'dates a second': Number((1000 / ms).toFixed(2)),
      },
    }
  } finally {
    for (const step of undo.reverse()) await step()
  }
}
