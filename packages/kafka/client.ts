import { createRequire } from 'node:module'
import kafkajs, { type KafkaConfig as ClientConfig, type Kafka as KafkaJsClient, logLevel } from 'kafkajs'
import { installFetching } from './fetched.ts'
import { installRecords } from './records.ts'
import { openSockets } from './sockets.ts'
import type { KafkaConfig, KafkaLog } from './types.ts'
import { pauseFor } from './wait.ts'

/** A producer, consumer or admin of kafkajs, and the knife for it. */
export type Opened<T> = {
  part: T
  /** Ends all its connections at once, and lets it open no more: whatever waits for an answer is rejected, whatever is queued dropped. */
  cut(): void
}

/** After this long without an answer a request has failed: a broker that hangs must not hold an acknowledgement for kafkajs's 30 s. */
export const REQUEST_TIMEOUT_MS = 15_000

/**
 * A part of a new kafkajs client of its own: consumers of one client that share a group also share a map of committed offsets, and
 * each then believes the other's.
 */
export function openClient<T>(
  config: KafkaConfig,
  log: KafkaLog,
  make: (client: KafkaJsClient) => T,
  { retries = 2 } = {},
): Opened<T> {
  const sockets = openSockets()
  const client = new kafkajs.Kafka({
    brokers: config.brokers,
    clientId: config.clientId,
    ...(config.tls ? { ssl: Object.values(config.tls).some(Boolean) ? config.tls : true } : {}),
    ...(config.sasl ? { sasl: config.sasl as NonNullable<ClientConfig['sasl']> } : {}),
    connectionTimeout: 3_000,
    requestTimeout: config.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    socketFactory: sockets.open,
    retry: { retries, initialRetryTime: 100, maxRetryTime: 1_000 }, // the real patience is ours, with a new client
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      // kafkajs calls each failed attempt an error; what matters of it is said by whoever gives up or tries again. Its extra
      // fields are left out: they may hold what was sent.
      const { message, broker, groupId, error } = entry.log
      log.debug({ client: entry.namespace, broker, groupId, error }, message)
    },
  })
  return { part: make(client), cut: sockets.cut }
}

/** What of an error of kafkajs tells it from another: the innermost cause that names a Kafka error, its class, its code. */
export function faultOf(error: unknown): { type: string | null; name: string; retriable: boolean | null } {
  let at = error as { type?: string; name?: string; retriable?: boolean; cause?: unknown }
  for (let depth = 0; depth < 8 && !at?.type && at?.cause instanceof Error; depth++) at = at.cause
  return { type: at?.type ?? null, name: at?.name ?? typeof error, retriable: at?.retriable ?? null }
}

/** Did the client or the broker fail, rather than code of ours? */
export function isClientFault(error: unknown): boolean {
  return error instanceof kafkajs.KafkaJSError
}

/**
 * Lets go of a client. It first waits for its requests under way, which a broker that hangs never answers (and kafkajs stops their
 * time-outs while it waits): when the patience is over its connections are cut. A failure is only worth a line for us: nothing of
 * ours is inside.
 */
export async function letGo(
  opened: Opened<Promise<{ disconnect(): Promise<void> }>> | null,
  log: KafkaLog,
  patienceMs = 3_000,
): Promise<void> {
  if (!opened) return
  const closing = (async () => (await opened.part).disconnect())().catch((error) =>
    log.debug({ fault: faultOf(error) }, 'a client could not be closed in order'),
  )
  const patience = new AbortController()
  await Promise.race([closing, pauseFor(patienceMs, patience.signal).catch(() => {})])
  patience.abort()
  opened.cut()
}

installRecords()
installFetching()

const internal = createRequire(createRequire(import.meta.url).resolve('kafkajs'))

/**
 * Cause: `RequestQueue.scheduleCheckPendingRequests` sets a timer of (-1 - now) ms although nothing waits, and its end sets the
 * next. Symptom: every connection wakes 1,000 times a second, 4% of a core. May go with kafkajs.
 */
const RequestQueue = internal('./src/network/requestQueue') as {
  prototype: { pending: unknown[]; scheduleCheckPendingRequests(): void }
}
const schedule = RequestQueue.prototype.scheduleCheckPendingRequests
RequestQueue.prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) schedule.call(this)
}
