import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type BackedUp, type BodyOf, backUp, type Restored, restore, verifyBackup } from '@ioc/backup'
import { openCatalogues } from '@ioc/catalogues'
import { openClickHouse, provisionTables } from '@ioc/clickhouse'
import { clickhouseConfig, enginePorts, kafkaConfig, type readConfig, type settings } from '@ioc/config'
import { bodiesPublished, openBodies } from '@ioc/cuts'
import { openEditions } from '@ioc/editions'
import { groups, openRules, type RulesInForce, rulesOfCut } from '@ioc/indicators'
import { type Kafka, openKafka, provisionTopics } from '@ioc/kafka'
import { topics } from '@ioc/schemas'
import { startEngines } from '../engines.ts'
import { takeFolder } from '../folder.ts'
import { checkEnginePorts } from '../ports.ts'
import { Stop } from '../stop-error.ts'
import { type Undo, withUndo } from '../undo.ts'

export type Config = ReturnType<typeof readConfig<typeof settings>>
type Say = (line: string) => void

/** Which engines were named by the user; the others belong to the data folder. */
export type Given = { kafka: boolean; clickhouse: boolean }

/** A slice of a large table on a busy machine may take its time. */
const ANSWER_MS_MAX = 600_000
const TABLES = join(import.meta.dirname, '..', '..', '..', 'schemas', 'tables')

/** Backs up the river that runs: the engines that were named, or those npm start began on these ports. */
export const runBackup = async (
  words: { to: string; withKeys: boolean; waitSeconds: number },
  config: Config,
  given: Given,
  say: Say,
): Promise<BackedUp> => {
  const ports = enginePorts(config.IOC_PORT_BASE)
  const doors = openDoors(
    {
      ...config,
      ...(!given.kafka && { KAFKA_BROKERS: [`127.0.0.1:${ports.kafka}`] }),
      ...(!given.clickhouse && { CLICKHOUSE_URL: `http://127.0.0.1:${ports.clickhouse}` }),
    },
    'backup',
  )
  try {
    return await backUp({
      ...doors,
      dataDir: resolve(config.IOC_DATA_DIR),
      to: resolve(words.to),
      withKeys: words.withKeys,
      catalogueVersion: (await knownEditions(doors.kafka)).current().version,
      waitMsMax: words.waitSeconds * 1000,
      now: Date.now,
      say,
    })
  } finally {
    await doors.close()
  }
}

/**
 * Restores a backup into a data folder and its engines, and stops again what it started. Before anything is made or started it looks at
 * the backup and at the ports.
 * @throws BackupRefusal for a backup that is not there or damaged; Stop for a port that is taken
 */
export const runRestore = async (
  words: { from: string; into: string | null },
  config: Config,
  given: Given,
  say: Say,
): Promise<Restored> => {
  const dataDir = resolve(words.into ?? config.IOC_DATA_DIR)
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => {})
  const onSignal = () =>
    stopped.reject(new Stop(`stopped: ${dataDir} is half restored; remove it and restore again`, STOPPED))

  const from = resolve(words.from)
  const checkFree = () =>
    checkEnginePorts(config.IOC_PORT_BASE, { kafka: !given.kafka, clickhouse: !given.clickhouse })

  const work = async (undo: Undo[]) => {
    const verified = await verifyBackup(from, say)
    if (!existsSync(dataDir)) await checkFree()
    // What a killed start left on this folder is ended here, and with it may go what holds a port.
    undo.push(await takeFolder(dataDir, say))
    await checkFree()
    const starting = startEngines({
      dataDir,
      portBase: config.IOC_PORT_BASE,
      brokers: given.kafka ? config.KAFKA_BROKERS : null,
      clickhouseUrl: given.clickhouse ? config.CLICKHOUSE_URL : null,
      user: config.CLICKHOUSE_USER,
      password: config.CLICKHOUSE_PASSWORD,
      say,
    })
    undo.push(async () => (await starting.catch(() => null))?.stop())
    const engines = await starting
    const doors = openDoors(
      { ...config, KAFKA_BROKERS: engines.brokers, CLICKHOUSE_URL: engines.clickhouseUrl },
      'restore',
    )
    undo.push(() => doors.close())
    await provisionTopics(doors.kafka, [...topics])
    await provisionTables(doors.clickhouse, TABLES)
    return restore({
      ...doors,
      dataDir,
      from,
      verified,
      bodyOf: bodiesFrom(doors.clickhouse, doors.kafka),
      say,
    })
  }
  return withUndo(say, async (undo) => {
    for (const signal of SIGNALS) {
      process.on(signal, onSignal)
      undo.push(() => process.off(signal, onSignal))
    }
    // Engines outlive whoever started them, so Ctrl-C must come by here as well.
    return await Promise.race([work(undo), stopped.promise])
  })
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
const STOPPED = 130

/** Computes bodies of past cuts by the rules they pin; those whose rules this software or the log does not have it leaves alone. */
export const bodiesFrom = (clickhouse: ReturnType<typeof openClickHouse>, kafka: Kafka): BodyOf => {
  // Read when the first body is asked for: a restore has brought the log of catalogues back by then.
  let asked: Promise<RulesInForce> | null = null
  return async (cut, cuts) => {
    asked ??= knownEditions(kafka).then((editions) => openRules(editions))
    const rules = await asked
    const group = groups.find(({ id }) => id === cut.group)
    if (!group || !rulesOfCut(rules, cut.cut)) return null
    const earlier = { cuts: () => cuts, body: bodiesPublished(clickhouse) }
    return openBodies({ clickhouse, rules, earlier }).of(cut, group)
  }
}

/** The sets of catalogues the log holds now. */
const knownEditions = async (kafka: Kafka) => {
  const editions = openEditions({ kafka, shipped: openCatalogues, now: Date.now })
  await editions.refresh()
  return editions
}

const openDoors = (config: Config, name: string) => {
  const kafka = openKafka(kafkaConfig(config, name))
  const clickhouse = openClickHouse({ ...clickhouseConfig(config), requestTimeoutMs: ANSWER_MS_MAX })
  return {
    kafka,
    clickhouse,
    close: async () => {
      await kafka.close()
      await clickhouse.close()
    },
  }
}
