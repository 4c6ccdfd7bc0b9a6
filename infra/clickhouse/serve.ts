import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Log } from '@ioc/log'
import type { Account } from './credentials.ts'
import { type WatchedDisk, watchDisk } from './disk.ts'
import { createEndpoint } from './endpoint.ts'
import { type Engine, openEngine } from './engine.ts'
import { describe } from './exception.ts'
import { holderOf, prepareFolder } from './folder.ts'
import { assertWhole, PartsBroken } from './whole-parts.ts'

/**
 * What the engine may hold, in bytes, all statements together. Measured: four statements that each want all of it leave
 * the process at 2.5 GB resident, two inserts of 81 MB on top of that at 2.8 GB: it stays below 3 GB.
 */
const MEMORY_BYTES_MAX = 1_500_000_000
/** How long running statements may take to finish after SIGTERM. Cutting them is safe: a part is whole or absent. */
const GRACE_MS = 9_000
const SAY_AGAIN_MS = 10_000
const WATCH_EVERY_MS = 1_000

export interface EndpointConfig {
  dataDir: string
  host: string
  port: number
  account: Account
  log: Log
}

/**
 * Serves until SIGTERM or SIGINT.
 * @returns why it cannot serve, in one line: folder in use or of another version, port taken; nothing once it listens
 */
export async function serve(config: EndpointConfig): Promise<string | undefined> {
  const { log, dataDir, host, port } = config
  const unusable = prepareFolder(dataDir)
  if (unusable !== undefined) return unusable
  const disk = watchDisk(dataDir)
  const engine = await openOrReason(disk)
  if (typeof engine === 'string') return engine
  const server = createEndpoint(engine, config.account, hearFailures(disk, log))
  const taken = await listen(server, host, port)
  if (taken !== undefined) {
    await engine.close()
    return taken
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void stop(server, engine, log))
  watchParts(disk, log)
  log.info({ host, port, version: engine.version, dataDir }, 'listening')
  return undefined
}

/** What a sender is told is a number; whoever reads this log should see that it is the disk, and which. */
function hearFailures(disk: WatchedDisk, log: Log): (thrown: unknown) => void {
  let saidAt = Number.NEGATIVE_INFINITY
  return (thrown) => {
    endIfBroken(thrown, log)
    const full = disk.look()
    if (full === null || performance.now() - saidAt < SAY_AGAIN_MS) return
    saidAt = performance.now()
    log.error({ code: describe(thrown).code }, `a statement failed, and ${full}`)
  }
}

/** A merge too may be cut short, and no sender waits for it. What it was made of is still there: a restart goes back to that. */
function watchParts(disk: WatchedDisk, log: Log): void {
  let wasFull = false
  let looking = false
  setInterval(async () => {
    const isFull = disk.look() !== null
    // Once more when there is room again: the last write may have failed after the last look.
    if (looking || !(isFull || wasFull)) return
    looking = true
    wasFull = isFull
    await assertWhole(disk.folder).catch((thrown: unknown) => {
      endIfBroken(thrown, log)
      log.warn({ err: thrown }, 'the parts could not be looked at')
    })
    looking = false
  }, WATCH_EVERY_MS).unref()
}

function endIfBroken(thrown: unknown, log: Log): void {
  if (!(thrown instanceof PartsBroken)) return
  log.fatal({ parts: thrown.parts }, thrown.message)
  process.exit(1)
}

async function openOrReason(disk: WatchedDisk): Promise<Engine | string> {
  try {
    return await openEngine(disk, MEMORY_BYTES_MAX)
  } catch (thrown) {
    const dataDir = disk.folder
    const holder = holderOf(dataDir)
    const reason =
      holder === undefined ? describe(thrown).message.split('\n')[0] : `process ${holder} has it open`
    const full = disk.look()
    return `cannot open data folder ${dataDir}: ${reason}${full === null ? '' : ` — ${full}`}`
  }
}

async function listen(server: Server, host: string, port: number): Promise<string | undefined> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (thrown) {
    return `cannot listen on ${host}:${port}: ${(thrown as NodeJS.ErrnoException).code}`
  }
}

/** New connections are refused at once, running statements finish, then the folder is let go. */
async function stop(server: Server, engine: Engine, log: Log): Promise<void> {
  log.info('stopping')
  setTimeout(() => {
    log.warn({ graceMs: GRACE_MS }, 'statements were still running and are cut off')
    process.exit(0)
  }, GRACE_MS).unref()
  const closed = once(server, 'close')
  server.close()
  // A connection whose last statement is just finishing becomes idle later, and would be kept for its keep-alive time.
  const idle = setInterval(() => server.closeIdleConnections(), 20)
  await closed
  clearInterval(idle)
  await engine.close()
  log.info('stopped')
  process.exit(0)
}
