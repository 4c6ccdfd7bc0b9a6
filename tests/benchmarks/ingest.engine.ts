import { setTimeout as wait } from 'node:timers/promises'
import { dossier } from '@ioc/schemas'
import type { Stage } from './stage.ts'

/** Consumers of one table: its best number is the yardstick. */
export const CONSUMERS = [1, 2, 4] as const
/** Rows a consumer gathers before it writes; with the default of a million the last of them would be the only block. */
const BLOCK_ROWS = 65_536
const START_MS_MAX = 120_000
const WHOLE_MS_MAX = 600_000
/** A look costs the engine CPU, so it is looked at often only where it counts. */
const LOOK_SELDOM_MS = 250
const LOOK_OFTEN_MS = 50
/** The last block of each consumer waits for a time-out, which says nothing of speed: the rate is the best seen from here on. */
const COUNTS_FROM = 0.75

const INSTANT = "DateTime64(3, 'Asia/Ho_Chi_Minh')"
/** A dossier event as JSON says it. */
const EVENT = `
  issuingSystem LowCardinality(String), recordedAt ${INSTANT}, sequence UInt64, voided Bool, dossierCode String,
  procedureCode LowCardinality(String), unitCode LowCardinality(String), channel LowCardinality(String),
  applicantKind LowCardinality(String), status LowCardinality(String), submittedAt Nullable(${INSTANT}),
  receivedAt Nullable(${INSTANT}), dueAt Nullable(${INSTANT}), finishedAt Nullable(${INSTANT}), returnedAt Nullable(${INSTANT}),
  refusedAt Nullable(${INSTANT}), closedAt Nullable(${INSTANT}),
  extensions Array(Tuple(previousDueAt ${INSTANT}, newDueAt ${INSTANT}, apology Bool)),
  supplements Array(Tuple(requestedAt ${INSTANT}, suppliedAt Nullable(${INSTANT}))), feeVnd Nullable(UInt64),
  payments Array(Tuple(transactionCode String, paidAt ${INSTANT}, amountVnd UInt64, gateway LowCardinality(String))),
  digitised Bool, electronicResult Bool, dataReused Bool, populationDataUsed Bool`

/** Every column of `dossier_version`; what only the catalogues know stays empty, which costs the engine nothing. */
const COLUMNS = `
  _topic AS topic, toInt32(_partition) AS \`partition\`, toUInt64(_offset) AS \`offset\`, assumeNotNull(_timestamp_ms) AS appended_at,
  _headers.value[indexOf(_headers.name, 'ce_source')] AS event_source, _headers.value[indexOf(_headers.name, 'ce_id')] AS event_id,
  concat(issuingSystem, '/', dossierCode) AS subject, recordedAt AS recorded_at, sequence, voided,
  sipHash64(dossierCode, recordedAt, status) AS content_hash, '' AS extra, issuingSystem AS issuing_system,
  dossierCode AS dossier_code, procedureCode AS procedure_code, unitCode AS unit_code, channel,
  applicantKind AS applicant_kind, status, submittedAt AS submitted_at, receivedAt AS received_at, dueAt AS due_at,
  finishedAt AS finished_at, returnedAt AS returned_at, refusedAt AS refused_at, closedAt AS closed_at,
  extensions.newDueAt AS extension_due_at, extensions.apology AS extension_apology,
  supplements.requestedAt AS supplement_requested_at, supplements.suppliedAt AS supplement_supplied_at, feeVnd AS fee_vnd,
  payments.transactionCode AS payment_code, payments.paidAt AS payment_at, payments.amountVnd AS payment_vnd,
  payments.gateway AS payment_gateway, digitised, electronicResult AS electronic_result, dataReused AS data_reused,
  populationDataUsed AS population_data_used, '' AS unit_level, '' AS procedure_online, '' AS field_code`

const VERSION = `bitShiftLeft(toUInt256(toUnixTimestamp64Milli(recorded_at)), 128) + bitShiftLeft(toUInt256(sequence), 64) + toUInt256(content_hash)`

/**
 * ClickHouse's Kafka table engine as somebody would set it up for the same events: two targets with the columns, keys and engines of
 * `dossier_version` and `dossier`, and its error stream into a third. It validates nothing, keeps no event's bytes, and may repeat.
 */
export const openKafkaEngine = async ({ clickhouse, brokers }: Stage, events: number) => {
  await clickhouse.command('CREATE DATABASE engine')
  for (const table of ['dossier_version', 'dossier'])
    await clickhouse.command(`CREATE TABLE engine.${table} AS ${clickhouse.database}.${table}`)
  await clickhouse.command(
    'CREATE TABLE engine.unreadable (`partition` Int32, `offset` UInt64, raw String, error String) ENGINE = MergeTree ORDER BY (`partition`, `offset`)',
  )
  /** Events it has put away; what the edge refused travels sealed, is no JSON, and goes to the error stream. */
  const put = async () =>
    (
      await clickhouse.query<{ rows: number }>(
        'SELECT (SELECT count() FROM engine.dossier_version) + (SELECT count() FROM engine.unreadable) AS rows',
      )
    )[0]!.rows
  const read = async () =>
    (
      await clickhouse.query<{ read: number }>(
        "SELECT sum(num_messages_read) AS read FROM system.kafka_consumers WHERE database = 'engine'",
      )
    )[0]!.read

  const start = async (consumers: number, group: string) => {
    for (const table of ['dossier_version', 'dossier', 'unreadable'])
      await clickhouse.command(`TRUNCATE TABLE engine.${table}`)
    await clickhouse.command(
      `CREATE TABLE engine.source (${EVENT}) ENGINE = Kafka SETTINGS kafka_broker_list = '${brokers}', kafka_topic_list = '${dossier.id}',
       kafka_group_name = 'engine-${group}', kafka_format = 'JSONEachRow', kafka_num_consumers = ${consumers}, kafka_thread_per_consumer = 1,
       kafka_max_block_size = ${BLOCK_ROWS}, kafka_handle_error_mode = 'stream', date_time_input_format = 'best_effort',
       input_format_null_as_default = 1`,
      { kafka_disable_num_consumers_limit: 1 } as never,
    )
    await clickhouse.command(
      `CREATE MATERIALIZED VIEW engine.to_current TO engine.dossier AS SELECT *, ${VERSION} AS version FROM engine.dossier_version`,
    )
    await clickhouse.command(
      `CREATE MATERIALIZED VIEW engine.to_unreadable TO engine.unreadable AS
       SELECT toInt32(_partition) AS \`partition\`, toUInt64(_offset) AS \`offset\`, _raw_message AS raw, _error AS error FROM engine.source WHERE _error != ''`,
    )
    await clickhouse.command(
      `CREATE MATERIALIZED VIEW engine.to_versions TO engine.dossier_version AS SELECT ${COLUMNS} FROM engine.source WHERE _error = ''`,
    )
  }
  const stop = async () => {
    for (const view of ['to_versions', 'to_unreadable', 'to_current', 'source'])
      await clickhouse.command(`DROP TABLE IF EXISTS engine.${view} SYNC`)
  }

  /** From the first message read until the rows are there; events a second. */
  const take = async (consumers: number, group: string): Promise<number> => {
    await start(consumers, group)
    try {
      const askedMs = performance.now()
      while ((await read()) === 0) {
        if (performance.now() - askedMs > START_MS_MAX)
          throw new Error(`with ${consumers} consumers it read nothing within ${START_MS_MAX / 1000} s`)
        await wait(10)
      }
      const beganMs = performance.now()
      let best = 0
      for (let done = 0; done < events; ) {
        const rows = await put()
        const ms = performance.now() - beganMs
        if (rows !== done && rows >= COUNTS_FROM * events) best = Math.max(best, (rows / ms) * 1000)
        done = rows
        if (ms > WHOLE_MS_MAX)
          throw new Error(`it took ${done} of ${events} events in ${Math.round(ms / 1000)} s`)
        await wait(done > 0.5 * events ? LOOK_OFTEN_MS : LOOK_SELDOM_MS)
      }
      return best
    } finally {
      await stop()
    }
  }

  return {
    take,
    settings: `JSONEachRow, kafka_max_block_size ${BLOCK_ROWS}, kafka_thread_per_consumer 1, kafka_handle_error_mode stream, consumers ${CONSUMERS.join(', ')}`,
  }
}
