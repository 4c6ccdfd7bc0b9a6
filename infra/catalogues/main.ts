import { userInfo } from 'node:os'
import { type Catalogues, FolderUnreadable, openCatalogues } from '@ioc/catalogues'
import { ClickHouseError, openClickHouse } from '@ioc/clickhouse'
import { openClock } from '@ioc/clock'
import {
  clickhouseConfig,
  exitFor,
  exitForWords,
  exitWithHelp,
  kafkaConfig,
  readConfig,
  settings,
  withEnginePorts,
} from '@ioc/config'
import { countReturns, DeadLetterRefusal, readSealer } from '@ioc/dead-letters'
import { openEditions } from '@ioc/editions'
import { type Returns, runCommand } from '@ioc/editions/run.ts'
import { HELP, readWords } from '@ioc/editions/words.ts'
import { openKafka } from '@ioc/kafka'

const EX_NOINPUT = 66
const say = (line: string) => process.stderr.write(`${line}\n`)

// `npm run catalogues`: sets of catalogues as a person handles them.
try {
  const words = readWords(process.argv.slice(2))
  if (words.name === 'help') exitWithHelp(HELP)
  else {
    const { NATIONAL_IOC_URL: _, SNAPSHOT_CRON: __, IOC_HOST: ___, ...mine } = settings
    const config = readConfig(withEnginePorts(process.env), mine)
    const dataDir = config.IOC_DATA_DIR
    const kafka = openKafka(kafkaConfig(config, 'catalogues'))
    const returns = async (catalogues: Catalogues): Promise<Returns | null> => {
      const clickhouse = openClickHouse(clickhouseConfig(config))
      const { now } = openClock(dataDir, config.IOC_BUSINESS_CLOCK, Date.now)
      try {
        return await countReturns(
          {
            ...{ kafka, clickhouse, catalogues: () => catalogues },
            ...{ sealer: () => readSealer(dataDir), businessNow: now, now: Date.now },
          },
          catalogues,
        )
      } catch (error) {
        // What the set says otherwise is known all the same.
        if (error instanceof ClickHouseError || error instanceof DeadLetterRefusal) return null
        throw error
      } finally {
        await clickhouse.close()
      }
    }
    const told = await runCommand(words, {
      kafka,
      editions: openEditions({ kafka, shipped: openCatalogues, now: Date.now }),
      answers: () => kafka.ping(),
      now: Date.now,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      user: () => userInfo().username,
      returns,
      say,
    })
    if (words.json) process.stdout.write(`${JSON.stringify(told.json)}\n`)
    else (told.code === 0 ? process.stdout : process.stderr).write(`${told.text}\n`)
    process.exit(told.code)
  }
} catch (error) {
  exitForWords(error, HELP)
  if (!(error instanceof FolderUnreadable)) exitFor(error)
  say((error as Error).message)
  process.exit(EX_NOINPUT)
}
