import type { BusinessClock } from '@ioc/clock'
import { openHttp, type Part } from '@ioc/health'
import type { Log } from '@ioc/log'
import { openSigningKey, publicJwks } from '@ioc/snapshot'
import { openArchive } from './archive.ts'
import { addPage } from './page.ts'
import { addReading } from './reading.ts'
import { receiveWith } from './receive.ts'
import { addReceiving } from './receiving.ts'
import { addReconciliation } from './reconciliation.ts'
import { openTrustedKeys } from './trusted-keys.ts'

export type ReceiverOptions = {
  dataDir: string
  host: string
  port: number
  /** File or http(s) address of the publisher's keys. */
  trustedJwks: string
  clock: BusinessClock
  systemNow: () => number
  log: Log
}

export const OWNER = 'national-ioc'
/** Ten thousand values are 3 MB. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024

/** Opens the receiver; it listens once its parts are started. `port()` is the one it listens on. */
export const openReceiver = async (options: ReceiverOptions): Promise<{ parts: Part[]; port(): number }> => {
  const { dataDir, host, port, clock, systemNow, log } = options
  const archive = openArchive(dataDir)
  const key = openSigningKey(dataDir, OWNER)
  const trustedKeys = openTrustedKeys({ from: options.trustedJwks, systemNow, log })
  const http = await openHttp({
    service: OWNER,
    host,
    port,
    log,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    ready: async () => archive.isReadable(),
  })
  addReceiving(http, receiveWith({ archive, trustedKeys, key, clock }), log)
  addReading(http.app, archive, () => publicJwks(dataDir, OWNER))
  addReconciliation(http.app, archive)
  addPage(http.app, archive)
  return {
    port: http.port,
    parts: [
      { name: 'archive', stop: async () => archive.close() },
      { name: 'http', start: http.listen, stop: http.close },
    ],
  }
}
