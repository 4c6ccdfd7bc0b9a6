import { readFileSync } from 'node:fs'
import pg from 'pg'
import { CannotRead } from '../way.ts'
import type { DatabaseSettings } from './settings.ts'

const contentOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new CannotRead(
      `the file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown cause'})`,
    )
  }
}

/** Values come as PostgreSQL writes them, as text: a number beyond 2^53 stays exact, and a time keeps its own zone. */
const AS_TEXT = { getTypeParser: () => (text: string) => text }

/**
 * Classes of SQLSTATE whose words speak of connections, names, rights and time alone. Those of all others (22 bad data, 23 constraints, P0001 what a view's
 * function raises, …) may quote a row, and what is said here is shown and logged (design §3.6): of them the code is told.
 */
const SPEAKS_OF_NO_ROW = /^(?:08|0A|25|28|3D|3F|42|53|54|55|57|58)[0-9A-Z]{3}$/

const wordsOf = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string }
  const isState = code !== undefined && /^[0-9A-Z]{5}$/.test(code)
  // Without a state it is no word of the database: the line to it, or this machine.
  if (!isState) return `${message ?? String(error)}${code ? ` (${code})` : ''}`
  return SPEAKS_OF_NO_ROW.test(code)
    ? `${message} (${code})`
    : `SQLSTATE ${code}; its words may quote a row and are not kept: run the query there to read them`
}

/** Someone who may ask one database: read only, every query bounded in time. */
export const connect = async (
  { host, port, database, user, passwordFile, tlsCa, timeoutSeconds }: DatabaseSettings,
  signal: AbortSignal,
) => {
  const shown = `${user}@${host}:${port}/${database}`
  const client = new pg.Client({
    ...{ host, port, database, user },
    ...(passwordFile === null ? {} : { password: contentOf(passwordFile) }),
    ...(tlsCa === null ? {} : { ssl: { ca: contentOf(tlsCa), rejectUnauthorized: true } }),
    connectionTimeoutMillis: timeoutSeconds * 1000,
    query_timeout: timeoutSeconds * 1000,
    statement_timeout: timeoutSeconds * 1000,
    application_name: 'ioc',
    options: '-c default_transaction_read_only=on -c timezone=Asia/Ho_Chi_Minh',
  })
  client.on('error', () => {}) // a line that breaks between two queries is seen by the next one
  // A service has 10 s to end, a query may take longer: its line is cut.
  const cut = () => void client.end().catch(() => {})
  signal.addEventListener('abort', cut, { once: true })
  const told = (error: unknown): CannotRead =>
    new CannotRead(`${shown} does not answer as it should: ${wordsOf(error)}`)
  await client.connect().catch((error: unknown) => {
    throw told(error)
  })
  return {
    /** @throws CannotRead */
    query: async (text: string, values: unknown[]): Promise<Record<string, string | null>[]> => {
      try {
        const { rows } = await client.query({ text, values, types: AS_TEXT })
        return rows as Record<string, string | null>[]
      } catch (error) {
        throw told(error)
      }
    },
    close: () => {
      signal.removeEventListener('abort', cut)
      return client.end().catch(() => {}) // it is gone either way
    },
  }
}
