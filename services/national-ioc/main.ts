import { openClock } from '@ioc/clock'
import { exitFor, readConfig } from '@ioc/config'
import { runUntilSignal, withConfig } from '@ioc/health'
import { createLog } from '@ioc/log'
import { receiverSettings, trustedJwksOf } from './config.ts'
import { openReceiver } from './receiver.ts'

/** The reference receiver: takes the province's signed snapshots, keeps every one, answers with signed receipts. */
await withConfig(
  () => readConfig(process.env, receiverSettings),
  async (config) => {
    const service = 'national-ioc'
    const log = createLog(service, config.IOC_LOG_LEVEL)
    const receiver = await openReceiver({
      dataDir: config.IOC_DATA_DIR,
      host: config.IOC_HOST,
      port: config.IOC_PORT_BASE + 10,
      trustedJwks: trustedJwksOf(config),
      tokensFile: config.NATIONAL_TOKENS_FILE,
      clock: openClock(config.IOC_DATA_DIR, config.IOC_BUSINESS_CLOCK, Date.now),
      systemNow: Date.now,
      log,
    })
    await runUntilSignal({ service, dataDir: config.IOC_DATA_DIR, log, parts: receiver.parts })
  },
  exitFor,
)
