import type { BusinessClock } from '@ioc/clock'
import { openHttp, type Part } from '@ioc/health'
import type { Log } from '@ioc/log'
import { openSigningKey, publicJwks } from '@ioc/snapshot'
import { openArchive } from './archive.ts'
import { addOpenApi } from './openapi.ts'
import { addPage } from './page.ts'
import { addReading } from './reading.ts'
import { receiveWith } from './receive.ts'
import { addReceiving } from './receiving.ts'
import { addReconciliation } from './reconciliation.ts'
import { acceptTokens } from './tokens.ts'
import { openTrustedKeys } from './trusted-keys.ts'

export type ReceiverOptions = {
  dataDir: string
  host: string
  port: number
  /** File or http(s) address of the publisher's keys. */
  trustedJwks: string
  /** File of the bearer tokens that may send; without one anybody may, and the signature alone decides. */
  tokensFile?: string | undefined
  clock: BusinessClock
  systemNow: () => number
  log: Log
}

export const OWNER = 'national-ioc'
/** A day's snapshot of 37,000 values is 9 MB. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024

/** Opens the receiver; it listens once its parts are started. `port()` is the one it listens on. */
export const openReceiver = async (options: ReceiverOptions): Promise<{ parts: Part[]; port(): number }> => {
  const { dataDir, host, port, clock, systemNow, log } = options
  const archive = openArchive(dataDir)
  const key = () => openSigningKey(dataDir, OWNER)
  key() // made, or found wanting, before anything is received
  const trustedKeys = openTrustedKeys({ from: options.trustedJwks, systemNow, log })
  const http = await openHttp({
    service: OWNER,
    host,
    port,
    log,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    ready: async () => ({ ready: archive.isReadable() && archive.hasRoom(), hasRoom: archive.hasRoom() }),
  })
  addReceiving(http, receiveWith({ archive, trustedKeys, key, clock }), acceptTokens(options.tokensFile), log)
  addReading(http.app, archive, { jwks: () => publicJwks(dataDir, OWNER), now: clock.now })
  addOpenApi(http.app)
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
