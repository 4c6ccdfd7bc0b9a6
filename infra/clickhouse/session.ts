import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Session } from 'chdb'

/** Runs a piece of work in a chdb session of its own, and lets go of the session when the work is done. */
export async function inSession<T>(dataDir: string, work: (session: Session) => Promise<T>): Promise<T> {
  const session = new Session(dataDir)
  try {
    return await work(session)
  } finally {
    release(session)
  }
}

/**
 * Closes a session of which nothing is running any more.
 *
 * Workaround for chdb 3.4.0: `Session.close()` waits until *no* session of the process runs anything. Beside one
 * statement of 20 s, 5 000 small ones kept 0.55 MB each (3 GB), and closing them all at once held the event loop for 12 s.
 * Only what runs on the same connection matters, so the connection is closed first, by chdb's own native call, and
 * `close()` then finds nothing to wait for. May go when `close()` looks at its own session only.
 */
function release(session: Session): void {
  const { connection } = session
  session.connection = null
  if (connection !== null) native.CloseConnection(connection)
  session.close()
}

/** Runs a statement that writes and says how much it wrote, which chdb tells of raw inserts alone; those are statements with rows behind them. */
export async function runCounted(
  session: Session,
  sql: string,
): Promise<{ rowsWritten: number; bytesWritten: number }> {
  return native.InsertRawAsyncConnection(session.connection, sql, Buffer.from('\n'), false)
}

interface Native {
  CloseConnection(connection: unknown): void
  InsertRawAsyncConnection(
    connection: unknown,
    statement: string,
    rows: Buffer,
    countLines: boolean,
  ): Promise<{ rowsWritten: number; bytesWritten: number }>
}
const require = createRequire(import.meta.url)
const loader = join(dirname(require.resolve('chdb/package.json')), 'dist', 'loader.js')
const native: Native = require(loader).loadNative()
