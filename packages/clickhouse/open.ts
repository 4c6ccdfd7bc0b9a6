import { readFileSync } from 'node:fs'
import { ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client'
import type { Log } from '@ioc/log'
import { ClickHouseError, toClickHouseError } from './error.ts'
import { type Format, insertBlock } from './insert.ts'

export interface ClickHouseConfig {
  url: string
  user: string
  password: string
  database: string
  /** `ca` is the path of a PEM file. */
  tls?: { ca?: string }
  /** After which a silent answer is `unknown`. */
  requestTimeoutMs?: number
}

export type Settings = ClickHouseSettings
export type Parameters = Record<string, unknown>

/** The door to ClickHouse. Every method throws {@link ClickHouseError} and nothing else. */
export interface ClickHouse {
  readonly database: string
  /**
   * Rows of a SELECT, parameters bound by the server as `{name:Type}`.
   * 64-bit integers come as JSON numbers; what may exceed 2^53 must be `toString(…)` in the SQL.
   */
  query<Row>(sql: string, params?: Parameters, settings?: Settings, signal?: AbortSignal): Promise<Row[]>
  command(sql: string, settings?: Settings): Promise<void>
  /**
   * One block, one part: whole or not at all. `rows` are JSONCompactEachRow, one row a line, or as `format` says; `rowCount` of them.
   * Called off by `signal`, it is `unknown` like every request that was sent.
   */
  insertRows(
    table: string,
    columns: readonly string[],
    rows: string | Buffer,
    rowCount: number,
    signal?: AbortSignal,
    format?: Format,
  ): Promise<void>
  createDatabase(): Promise<void>
  /** Whether it answers now. */
  ping(): Promise<boolean>
  close(): Promise<void>
}

const REQUEST_TIMEOUT_MS = 60_000

/** Opens ClickHouse; nothing is sent until it is used, and the database need not exist yet. */
export function openClickHouse(config: ClickHouseConfig, log?: Log): ClickHouse {
  const options = {
    url: config.url,
    username: config.user,
    password: config.password,
    request_timeout: config.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { wait_end_of_query: 1 as const },
    ...(config.tls?.ca !== undefined && { tls: { ca_cert: readFileSync(config.tls.ca) } }),
  }
  const client = createClient({ ...options, database: config.database })

  async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (thrown) {
      const error = toClickHouseError(thrown)
      // Not the message: it may quote values of a row.
      log?.warn({ what, kind: error.kind, code: error.code }, 'ClickHouse did not do it')
      throw error
    }
  }

  return {
    database: config.database,
    query: <Row>(sql: string, params: Parameters = {}, settings: Settings = {}, signal?: AbortSignal) =>
      attempt('query', async () => {
        const answer = await client.query({
          query: sql,
          format: 'JSONEachRow',
          query_params: params,
          clickhouse_settings: { output_format_json_quote_64bit_integers: 0, ...settings },
          ...(signal && { abort_signal: signal }),
        })
        return answer.json<Row>()
      }),
    command: (sql, settings = {}) =>
      attempt('command', async () => {
        await client.command({ query: sql, clickhouse_settings: settings })
      }),
    insertRows: (table, columns, bytes, rowCount, signal, format = 'JSONCompactEachRow') =>
      attempt(`insert ${table}`, () =>
        insertBlock(client, { table, columns, format, bytes, rowCount }, signal),
      ),
    createDatabase: () =>
      attempt('create database', async () => {
        // A request that names a database which is not there is refused, so this one names none.
        const outside = createClient(options)
        try {
          const query = 'CREATE DATABASE IF NOT EXISTS {database:Identifier} ENGINE = Atomic'
          await outside.command({ query, query_params: { database: config.database } })
        } finally {
          await outside.close()
        }
      }),
    ping: async () => (await client.ping()).success,
    close: () => client.close(),
  }
}
