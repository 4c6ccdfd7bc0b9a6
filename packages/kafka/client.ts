import { createRequire } from 'node:module'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import kafkajs, { type KafkaConfig as ClientConfig, type Kafka as KafkaJsClient, logLevel } from 'kafkajs'
import { installRecords } from './records.ts'
import type { KafkaConfig, KafkaLog } from './types.ts'
import { pauseFor } from './wait.ts'

/**
 * A new kafkajs client. One per producer, consumer and admin: consumers of one client that share a group also share a
 * map of committed offsets, and each then believes the other's.
 */
export function openClient(config: KafkaConfig, log: KafkaLog, { retries = 2 } = {}): KafkaJsClient {
  return new kafkajs.Kafka({
    brokers: config.brokers,
    clientId: config.clientId,
    ...(config.tls ? { ssl: Object.values(config.tls).some(Boolean) ? config.tls : true } : {}),
    ...(config.sasl ? { sasl: config.sasl as NonNullable<ClientConfig['sasl']> } : {}),
    connectionTimeout: 3_000,
    requestTimeout: 15_000, // a broker that hangs must not hold an acknowledgement for kafkajs's 30 s
    retry: { retries, initialRetryTime: 100, maxRetryTime: 1_000 }, // the real patience is ours, with a new client
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      // kafkajs calls each failed attempt an error; what matters of it is said by whoever gives up or tries again. Its extra
      // fields are left out: they may hold what was sent.
      const { message, broker, groupId, error } = entry.log
      log.debug({ client: entry.namespace, broker, groupId, error }, message)
    },
  })
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
 * Lets go of a client. It first waits for its requests under way, which a broker that hangs never answers: after 3 s it is left
 * to end by itself. A failure is only worth a line for us: nothing of ours is inside.
 */
export async function letGo(
  opened: Promise<{ disconnect(): Promise<void> }> | null,
  log: KafkaLog,
): Promise<void> {
  const closing = (async () => (await opened)?.disconnect())().catch((error) =>
    log.debug({ fault: faultOf(error) }, 'a client could not be closed in order'),
  )
  const patience = new AbortController()
  await Promise.race([closing, pauseFor(3_000, patience.signal).catch(() => {})])
  patience.abort()
}

installRecords()

// Node 24's zlib has zstd. snappy and lz4 would need another library; a batch so compressed ends consumption loudly.
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
  compress: async (encoder: { buffer: Buffer }) => zstdCompressSync(encoder.buffer),
  decompress: async (buffer: Buffer) => zstdDecompressSync(buffer),
})

// Two faults of kafkajs 2.2.4 (unmaintained, hence pinned) are mended here, because no option reaches them.
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

/**
 * Cause: a batch of nothing but control, aborted or compacted records is resolved by the runner itself. Symptom: the position
 * moves and the reader of the batches is not told, which cannot be told from a gap. Here every batch that holds anything is
 * shown, perhaps with no message. May go with kafkajs.
 */
const Batch = internal('./src/consumer/batch') as {
  prototype: { rawMessages: unknown[]; isEmpty(): boolean; isEmptyDueToFiltering(): boolean }
}
Batch.prototype.isEmpty = function () {
  return this.rawMessages.length === 0
}
Batch.prototype.isEmptyDueToFiltering = () => false
