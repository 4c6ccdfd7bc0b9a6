import { isUtf8 } from 'node:buffer'
import { drainPending, Session } from 'chdb'
import { FREE_BYTES_MIN, type WatchedDisk } from './disk.ts'
import { ClickHouseException } from './exception.ts'
import { type RowsInsert, readRowsInsert } from './insert.ts'
import { memoryReturner } from './memory.ts'
import type { StatementRequest } from './request.ts'
import { inSession, runCounted } from './session.ts'
import { openSpool, type Spool } from './spool.ts'
import { identifier, literal, shapeOf } from './statement.ts'
import { assertWholeIfFull } from './whole-parts.ts'

/** What one statement gave back. */
export interface StatementResult {
  bytes: Uint8Array
  format: string
  summary: Summary
}

/** Counts of one statement, as far as the engine tells; a count it does not tell is absent, never a guess. */
export type Summary = Partial<
  Record<
    'read_rows' | 'read_bytes' | 'written_rows' | 'written_bytes' | 'result_rows' | 'result_bytes',
    number
  >
>

export interface Engine {
  version: string
  timeZone: string
  /** Runs one statement with its own settings, off the event loop. Throws what the engine says, or PartsBroken. */
  run(request: StatementRequest): Promise<StatementResult>
  /** Waits for what is running and lets go of the data folder. */
  close(): Promise<void>
}

/**
 * Opens the embedded ClickHouse over the data folder of a disk, which no other process may have open.
 * @throws chdb's connection error when the folder is in use or cannot be read
 */
export async function openEngine(disk: WatchedDisk, memoryBytesMax: number): Promise<Engine> {
  const dataDir = disk.folder
  // This session stays open: the engine lives as long as one session does. It also carries the limits of the server.
  const root = new Session(dataDir, {
    connectionArgs: [
      `--max_server_memory_usage=${memoryBytesMax}`,
      `--mark_cache_size=${128 * 1024 * 1024}`,
      `--index_mark_cache_size=${32 * 1024 * 1024}`,
      '--async_load_databases=0',
    ],
  })
  const about = await root.queryAsync('SELECT version(), timezone()', { format: 'TabSeparated' })
  const giveBack = memoryReturner(root, memoryBytesMax)
  const spool = openSpool(disk)
  const [version = '', timeZone = ''] = about.text().trimEnd().split('\t')
  return {
    version,
    timeZone,
    run: async (request) => {
      try {
        return await runAlone(disk, spool, request)
      } finally {
        giveBack()
      }
    },
    close: async () => {
      await drainPending()
      root.close()
    },
  }
}

/** One session per statement: its settings, its database and its parameters die with it. */
function runAlone(disk: WatchedDisk, spool: Spool, request: StatementRequest): Promise<StatementResult> {
  const timesFull = disk.timesFull()
  const assertWhole = () => assertWholeIfFull(disk, timesFull)
  return inSession(disk.folder, async (session) => {
    await prepare(session, request)
    const insert = readRowsInsert(request.query === undefined ? request.body : Buffer.from(request.query))
    if (insert === undefined) return runText(session, request, assertWhole)
    const rows = rowsOf(request, insert)
    const result =
      insert.format === 'Native' && rows.length > 0
        ? await runNativeInsert(session, insert, rows, spool)
        : await runRowsInsert(session, insert, rows)
    await assertWhole()
    return result
  })
}

/** One round trip: a statement each for database, settings and parameters would cost more than a small query does. */
async function prepare(session: Session, request: StatementRequest): Promise<void> {
  const parameters = request.parameters.map(
    ([name, value]) => `SET param_${settingName(name)} = ${literal(value)}`,
  )
  const rest = [
    // Refused in time, while its write cannot be cut short yet (whole-parts.ts); a request's own value comes after and wins.
    `SET min_free_disk_bytes_to_perform_insert = ${FREE_BYTES_MIN}`,
    ...(request.database ? [`USE ${identifier(request.database)}`] : []),
    ...request.settings.map(([name, value]) => `SET ${settingName(name)} = ${literal(value)}`),
    ...(request.readOnly ? ['SET readonly = 2'] : []),
  ]
  const bytes = Buffer.byteLength(parameters.join(';'))
  // On the server a parameter is no part of the query's text, so the limit on that text must not count here either.
  if (bytes > QUERY_BYTES_DEFAULT / 2) {
    await session.queryAsync(`SET max_query_size = ${bytes + QUERY_BYTES_DEFAULT}`)
    await session.queryAsync(parameters.join(';'))
    await session.queryAsync(['SET max_query_size = DEFAULT', ...rest].join(';'))
  } else if (parameters.length + rest.length > 0) {
    await session.queryAsync([...parameters, ...rest].join(';'))
  }
}

/** `max_query_size` where nobody sets it. */
const QUERY_BYTES_DEFAULT = 262_144

/** A name goes into the text of `SET`, so it may be nothing but a name. */
function settingName(name: string): string {
  if (/^[A-Za-z_][\w.]*$/.test(name)) return name
  throw new ClickHouseException(115, 'UNKNOWN_SETTING', `Unknown setting ${literal(name)}`)
}

function rowsOf(request: StatementRequest, insert: RowsInsert): Buffer {
  if (request.query === undefined) return request.body.subarray(insert.headBytes)
  const inQuery = Buffer.from(request.query).subarray(insert.headBytes)
  return inQuery.length === 0 ? request.body : Buffer.concat([inQuery, Buffer.from('\n'), request.body])
}

async function runRowsInsert(session: Session, insert: RowsInsert, rows: Buffer): Promise<StatementResult> {
  const { table, columns, settings, format } = insert
  // The engine is not asked when there are no rows, so a table that is not there would go unnoticed.
  if (rows.length === 0) await session.queryAsync(`DESCRIBE TABLE ${table}`)
  const done = await session.insert({
    ...{ table, settings, values: rows, ...(columns && { columns }) },
    format: format === 'Native' ? 'JSONCompactEachRow' : format, // no rows at all: nothing is read
  })
  const written = { written_rows: done.rowsWritten, written_bytes: done.bytesWritten }
  const read = { read_rows: done.rowsSent ?? done.rowsWritten, read_bytes: done.bytesSent }
  return {
    bytes: new Uint8Array(0),
    format,
    summary: { ...read, ...written, result_rows: done.rowsWritten, result_bytes: done.bytesWritten },
  }
}

/**
 * Native goes by way of a file: beside a statement's text chdb takes rows only as far as two line feeds in a row, which bytes may well
 * hold. One block in the file stays one block.
 */
async function runNativeInsert(
  session: Session,
  insert: RowsInsert,
  rows: Buffer,
  spool: Spool,
): Promise<StatementResult> {
  const settings = Object.entries(insert.settings).map(
    ([name, value]) => `${name} = ${literal(String(value))}`,
  )
  const table = insert.table.split('.').map(identifier).join('.')
  const done = await spool.holding(rows, async (file) => {
    const from = `file(${literal(file)}, 'Native')`
    const columns = (insert.columns ?? (await namesIn(session, from))).map(identifier).join(', ')
    return runCounted(
      session,
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${from} SETTINGS ${[...settings, 'max_threads = 1'].join(', ')}`,
    )
  })
  const written = { written_rows: done.rowsWritten, written_bytes: done.bytesWritten }
  return {
    bytes: new Uint8Array(0),
    format: insert.format,
    summary: {
      read_bytes: rows.length,
      ...written,
      result_rows: done.rowsWritten,
      result_bytes: done.bytesWritten,
    },
  }
}

/** A server finds a block's columns in the table by their names, in whatever order they come. */
async function namesIn(session: Session, from: string): Promise<string[]> {
  const lines = (await session.queryAsync(`DESCRIBE TABLE ${from}`, { format: 'JSONEachRow' })).text().trim()
  return lines.split('\n').map((line) => (JSON.parse(line) as { name: string }).name)
}

async function runText(
  session: Session,
  request: StatementRequest,
  assertWhole: () => Promise<void>,
): Promise<StatementResult> {
  const sql = textOf(request)
  const shape = shapeOf(sql)
  if (shape.empty) throw new ClickHouseException(62, 'SYNTAX_ERROR', 'Syntax error: Empty query')
  if (shape.several && !shape.insert) {
    throw new ClickHouseException(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed)')
  }
  const done = await session.queryAsync(sql, { format: request.defaultFormat })
  const format = shape.format ?? request.defaultFormat
  if (shape.insert) await assertWhole()
  const bytes = done.bytes()
  // What an INSERT … SELECT or VALUES wrote is not told by the engine.
  const result = shape.insert ? {} : { result_rows: done.rowsRead, result_bytes: done.bytesRead }
  return { bytes, format, summary: { ...readCounts(bytes, format), ...result } }
}

function textOf(request: StatementRequest): string {
  if (!isUtf8(request.body)) {
    throw new ClickHouseException(
      48,
      'NOT_IMPLEMENTED',
      'Of binary input formats the local endpoint takes Native alone',
    )
  }
  const body = request.body.toString('utf8')
  return request.query === undefined ? body : body === '' ? request.query : `${request.query}\n${body}`
}

/** The engine tells what a statement read only inside the answer of formats that carry statistics, at its end. */
function readCounts(bytes: Uint8Array, format: string): Summary {
  if (!/^JSON(Compact)?(Strings)?(Columns)?(ColumnsWithMetadata)?$/.test(format)) return {}
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-200).toString('latin1')
  const counts = /"rows_read":\s*(\d+),\s*"bytes_read":\s*(\d+)\s*\}\s*\}\s*$/.exec(tail)
  return counts === null ? {} : { read_rows: Number(counts[1]), read_bytes: Number(counts[2]) }
}
