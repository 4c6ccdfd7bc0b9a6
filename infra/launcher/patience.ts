import { setTimeout as wait } from 'node:timers/promises'
import { ClickHouseError } from '@ioc/clickhouse'
import { Stop } from './stop-error.ts'

const PATIENCE_MS_MAX = 600_000
const WAIT_MS_MAX = 2_000
const NOT_ENOUGH_SPACE = 243

/**
 * May the same question be answered a little later? Yes while an engine or a service is away, which its supervisor sees to;
 * no where it was heard and refused.
 */
export const mayPass = (error: unknown): boolean => {
  if (error instanceof Stop) return false
  if (error instanceof ClickHouseError) return error.kind !== 'refused' || error.code === NOT_ENOUGH_SPACE
  for (let at = error; at instanceof Error; at = at.cause) {
    // `retriable` is the word of the client of Kafka; its "tried too often" is not, but what caused it is.
    const { retriable, code } = at as { retriable?: unknown; code?: unknown }
    if (retriable === true || (typeof code === 'string' && CONNECTION_CODES.has(code))) return true
  }
  return false
}

const CONNECTION_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET'],
  ...['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'],
])

/** Asks until it is answered, for up to ten minutes; what cannot pass is thrown at once. Says once what it waits for. */
export const patiently = async <T>(
  what: string,
  ask: () => Promise<T>,
  { signal, say }: { signal: AbortSignal; say(line: string): void },
): Promise<T> => {
  const deadlineMs = performance.now() + PATIENCE_MS_MAX
  let said = false
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, WAIT_MS_MAX)) {
    signal.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      if (!mayPass(error) || performance.now() > deadlineMs) throw error
      if (!said) say(`${what} is tried again — ${(error as Error).message.split('\n')[0]}`)
      said = true
      await wait(waitMs, undefined, { signal }).catch(() => {})
    }
  }
}
