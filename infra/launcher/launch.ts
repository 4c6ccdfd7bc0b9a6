import { join, resolve } from 'node:path'
import { catalogueVersion, openCatalogues, readCatalogueFiles } from '@ioc/catalogues'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { runClock, standClock } from '@ioc/clock'
import {
  clickhouseConfig,
  EX_CONFIG,
  kafkaConfig,
  PORT_OFFSETS,
  type readConfig,
  type ServiceName,
  type settings,
} from '@ioc/config'
import { openEditions, seedEditions } from '@ioc/editions'
import { compareFigures, openIndicators } from '@ioc/indicators'
import { openKafka, provisionTopics } from '@ioc/kafka'
import { assertMayListen } from '@ioc/operators'
import { topics } from '@ioc/schemas'
import { closeDate } from './close.ts'
import { startEngines } from './engines.ts'
import { takeFolder } from './folder.ts'
import type { Options } from './options.ts'
import { patiently } from './patience.ts'
import { checkPorts } from './ports.ts'
import { curlLine, eventsLine, figuresTable, snapshotsTable } from './print.ts'
import { openProgress } from './progress.ts'
import { waitForReplay } from './replay.ts'
import { cutOf, disagreeing, eventTotals, figureResult, type Result } from './result.ts'
import { checkSameLog } from './same-log.ts'
import { startServices } from './services.ts'
import { Stop } from './stop-error.ts'
import { withUndo } from './undo.ts'

type Config = ReturnType<typeof readConfig<typeof settings>>
type Environment = Record<string, string | undefined>

/** The day the replay ends with, and where the business clock goes on. */
const CLOSED_DATE = '2024-06-30'
const CLOCK = '2024-07-01T00:00:00+07:00'
const STOPPED = 130

const TABLES = join(import.meta.dirname, '..', '..', 'schemas', 'tables')

/** Starts the whole river and drives it through the half-year. Gives the exit code. */
export const launch = async (options: Options, config: Config, environment: Environment): Promise<number> => {
  const began = performance.now()
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const print = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`)
  const dataDir = resolve(config.IOC_DATA_DIR)
  const { IOC_HOST: host, IOC_PORT_BASE: portBase } = config
  assertMayListen(host, dataDir) // else the centre would end it, after the engines were started
  const own = { kafka: !environment.KAFKA_BROKERS, clickhouse: !environment.CLICKHOUSE_URL }

  const stopping = new AbortController()
  const onSignal = () => stopping.abort(new Stop('stopped', STOPPED))

  return withUndo(say, async (undo) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, onSignal)
      undo.push(() => process.off(signal, onSignal))
    }
    undo.push(await takeFolder(dataDir, say))
    await checkPorts(host, portBase, own)
    say(`starting the river in ${config.IOC_DATA_DIR} (logs in ${config.IOC_DATA_DIR}/log) …`)
    const engines = await startEngines({
      dataDir,
      portBase,
      brokers: own.kafka ? null : config.KAFKA_BROKERS,
      clickhouseUrl: own.clickhouse ? null : config.CLICKHOUSE_URL,
      user: config.CLICKHOUSE_USER,
      password: config.CLICKHOUSE_PASSWORD,
      say,
    })
    undo.push(() => engines.stop())
    stopping.signal.throwIfAborted()

    const reached = { ...config, KAFKA_BROKERS: engines.brokers, CLICKHOUSE_URL: engines.clickhouseUrl }
    const kafka = openKafka(kafkaConfig(reached, 'launcher'))
    undo.push(() => kafka.close())
    const clickhouse = openClickHouse(clickhouseConfig(reached))
    undo.push(() => clickhouse.close())
    // An engine of ours that dies is started again meanwhile; one that was given and does not answer is said at once.
    const asking = { signal: stopping.signal, say }
    const ask = <T>(what: string, given: boolean, work: () => Promise<T>) =>
      given ? work() : patiently(what, work, asking)
    const [differences] = await Promise.all([
      ask('making the topics', !own.kafka, () => provisionTopics(kafka, [...topics])),
      ask('making the tables', !own.clickhouse, () => provisionTables(clickhouse, TABLES)),
    ])
    // Only on a Kafka that was there before: nothing is changed on it, but people must know.
    for (const { topic, what, found } of differences)
      if (what === 'message.timestamp.type')
        throw new Stop(
          `topic ${topic} on this Kafka is stamped by ${found || 'its producers'}, but watermarks need LogAppendTime: set message.timestamp.type=LogAppendTime on it, or use another Kafka`,
          EX_CONFIG,
        )
    await ask('comparing log and ledger', !(own.kafka && own.clickhouse), () =>
      checkSameLog(kafka, clickhouse),
    )
    const editions = openEditions({ kafka, shipped: openCatalogues, now: Date.now })
    await ask('reading the catalogues', !own.kafka, () =>
      seedEditions({ kafka, editions, now: Date.now }, { documents: readCatalogueFiles() }),
    )
    const [shipped, newest] = [catalogueVersion(readCatalogueFiles()), editions.list().at(-1)!.version]
    if (shipped !== newest)
      say(
        `schemas/catalogues/data is ${shipped}; in force is ${newest}, as it was loaded (npm run catalogues -- diff)`,
      )
    for (const difference of differences)
      say(`topic differs from schemas/topics.ts: ${JSON.stringify(difference)}`)
    say(
      `engines ready after ${seconds(began)} s: Kafka ${engines.brokers.join(',')}, ClickHouse ${engines.clickhouseUrl}`,
    )

    const clock = config.IOC_BUSINESS_CLOCK ?? CLOCK
    standClock(dataDir, clock)
    const nationalIocUrl =
      environment.NATIONAL_IOC_URL ?? `http://${host}:${portBase + PORT_OFFSETS['national-ioc']}`
    const services = await startServices({
      names: Object.keys(PORT_OFFSETS) as ServiceName[],
      dataDir,
      host,
      portBase,
      environment: {
        ...environment,
        KAFKA_BROKERS: engines.brokers.join(','),
        CLICKHOUSE_URL: engines.clickhouseUrl,
        IOC_DATA_DIR: dataDir,
        IOC_BUSINESS_CLOCK: clock,
        NATIONAL_IOC_URL: nationalIocUrl,
      },
      say,
    })
    undo.push(() => services.stop())
    services.broken.catch((error: unknown) => stopping.abort(error))
    say(`services up after ${seconds(began)} s; live centre: http://${host}:${portBase}`)

    await waitForReplay({
      kafka,
      clickhouse,
      host,
      portBase,
      progress: openProgress(process.stderr),
      signal: stopping.signal,
      say,
    })
    stopping.signal.throwIfAborted()
    runClock(dataDir, Date.now())
    say(`replayed after ${seconds(began)} s; closing ${CLOSED_DATE} …`)

    const published = await patiently(
      `closing ${CLOSED_DATE}`,
      () => closeDate(CLOSED_DATE, { host, portBase, dataDir, signal: stopping.signal }),
      asking,
    )
    const snapshots = published.map(({ group, date, revision, digest, receipt }) => {
      return { group, date, revision, digest, receipt }
    })
    await editions.refresh()
    const catalogues = editions.current()
    // As of the closed cut: what is pushed into the half-year later is a late event, not a change of what was closed.
    const [figures, events] = await patiently(
      'counting the figures',
      async () =>
        [
          await compareFigures(
            clickhouse,
            openIndicators(catalogues),
            catalogues,
            await cutOf(clickhouse, CLOSED_DATE),
          ),
          await eventTotals(kafka, clickhouse),
        ] as const,
      asking,
    )
    const result: Result = {
      date: CLOSED_DATE,
      figures: figures.map(figureResult),
      events,
      snapshots,
      seconds: Number(seconds(began)),
    }

    print(`\n${figuresTable(figures)}\n\n${eventsLine(events)}\n\n${snapshotsTable(snapshots)}\n`)
    const wrong = disagreeing(figures)
    for (const figure of wrong)
      say(
        `${figure.id} differs: printed ${figure.printed}, computed ${figure.value ?? 'nothing'} (${figure.period.from} to ${figure.period.to})`,
      )
    if (figures.length === 0) say('no published figure is in the tables: nothing could be compared')
    const refused = snapshots.filter((s) => s.receipt !== 'accepted')
    for (const s of refused)
      say(
        `snapshot ${s.group}/${s.date}/${s.revision}: ${s.receipt === 'waiting' ? `no receipt from ${nationalIocUrl} yet; it stays in the outbox and is tried again` : 'refused by the national IOC'}`,
      )
    const exitCode = wrong.length > 0 || figures.length === 0 || refused.length > 0 ? 1 : 0

    if (!options.once) {
      print(`Trung tâm điều hành / operations centre:  http://${host}:${portBase}`)
      print(`IOC quốc gia (mẫu) / reference receiver:  ${nationalIocUrl}`)
      print(`Gửi thử một sự kiện / push an event:\n  ${curlLine(host, portBase, config.IOC_DATA_DIR)}`)
      print('Ctrl-C dừng tất cả / stops everything.')
    }
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`)
    if (!options.once) {
      await new Promise<void>((done) =>
        stopping.signal.addEventListener('abort', () => done(), { once: true }),
      )
      say('stopping …')
      if (!(stopping.signal.reason instanceof Stop) || stopping.signal.reason.exitCode !== STOPPED)
        throw stopping.signal.reason
      return 0
    }
    return exitCode
  })
}

const seconds = (beganMs: number) => ((performance.now() - beganMs) / 1000).toFixed(1)
