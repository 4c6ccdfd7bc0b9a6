import { join } from 'node:path'
import { always, openCatalogues } from '@ioc/catalogues'
import { openClickHouse } from '@ioc/clickhouse'
import {
  clickhouseConfig,
  exitFor,
  kafkaConfig,
  nationalIocConfig,
  nationalIocSettings,
  readConfig,
  settings,
} from '@ioc/config'
import { runUntilSignal, withConfig } from '@ioc/health'
import { openIndicators, openRules } from '@ioc/indicators'
import { openKafka } from '@ioc/kafka'
import { createLog } from '@ioc/log'
import { openSigningKey } from '@ioc/snapshot'
import { openExamined } from '../../../../services/snapshot-publisher/examined.ts'
import { openPublisher } from '../../../../services/snapshot-publisher/publisher.ts'
import { openReceiver } from '../../../../services/snapshot-publisher/receivers/index.ts'
import { wakeUp } from '../../../../services/snapshot-publisher/wake-up.ts'
import { openDays } from '../days.ts'
import { DESIGNS } from '../designs.ts'
import { CRON, fewGroups, fewIndicators, LATE_LOOK_MS } from '../groups.ts'

/** Shorter than a run takes: what the schedule does to a run that is not over yet is on trial too. */
const EVERY_SECOND = '* * * * * *'

// The publisher as its own `main.ts` opens it, but with a clock whose days pass when a file says so, few indicators, and no HTTP;
// or, for the negative controls, as it must not be built.
await withConfig(
  () => {
    const config = readConfig(process.env, { ...settings, ...nationalIocSettings })
    const { FAULTS_SLOT: slot = '', FAULTS_DAYS: daysFile = '', FAULTS_DESIGN = '' } = process.env
    const design = DESIGNS[FAULTS_DESIGN] ?? ((options) => options)
    return { ...config, slot, daysFile, design, nationalIoc: nationalIocConfig(config) }
  },
  async (config) => {
    const service = `publisher-${config.slot}`
    const dataDir = config.IOC_DATA_DIR
    const log = createLog(service, config.IOC_LOG_LEVEL)
    const catalogues = openCatalogues()
    const kafka = openKafka(kafkaConfig(config, service), log)
    const clickhouse = openClickHouse(clickhouseConfig(config), log)
    const receiver = openReceiver(config.nationalIoc, Date.now)
    const stopping = new AbortController()
    const publisher = openPublisher(
      config.design({
        kafka,
        clickhouse,
        rules: openRules(always(catalogues), (each) => fewIndicators(openIndicators(each))),
        knowUpTo: async () => {},
        groups: fewGroups,
        clock: openDays(config.daysFile),
        scheduleBeganAt: 0,
        key: () => openSigningKey(dataDir, 'snapshot-publisher'),
        receiver,
        cron: CRON,
        withheldUpTo: 0,
        lateLookMs: LATE_LOOK_MS,
        examined: openExamined(dataDir),
        log,
        signal: stopping.signal,
      }),
    )
    await runUntilSignal({
      service,
      dataDir: join(dataDir, service),
      log,
      parts: [
        { name: 'publisher', start: () => publisher.load(), stop: () => publisher.idle() },
        wakeUp(publisher, log, EVERY_SECOND),
        { name: 'signal', stop: async () => stopping.abort() },
      ],
    })
  },
  exitFor,
)
