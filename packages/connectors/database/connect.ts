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

/**
 * Values as `row_to_json` writes them, so that a sample made with it is what is read: yes/no, JSON and numbers no JSON reader spoils as they are. What
 * is more exact than that (`bigint`, `numeric`) comes as text, so that one beyond 2^53 keeps its digits; a time as text, with its own zone.
 */
const READERS: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't', // bool
  21: Number, // int2
  23: Number, // int4
  114: jsonOr, // json
  3802: jsonOr, // jsonb
}
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text // a json column keeps what was written into it, NaN and all
  }
}
const TYPES = { getTypeParser: (oid: number) => READERS[oid] ?? ((text: string) => text) }

/**
 * What PostgreSQL says of a fault quotes the row it is about, and so a person: only its code is told (SQLSTATE), and what that means in our words.
 */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^3D000$/, 'there is no such database'],
  [/^42P01$/, 'there is no such table or view, or this user does not see it'],
  [/^42703$/, 'there is no such column: are increasing and key of the source right?'],
  [/^42501$/, 'this user may not read it: GRANT SELECT'],
  [/^28/, 'this user or password is not taken there: are user and passwordFile right?'],
  [/^57014$/, 'the query took longer than timeoutSeconds: is there an index on the increasing column?'],
  [/^25006$/, 'it would write, and is only read'],
  [/^53/, 'it has no room for another connection or query now'],
  [/^57P/, 'it is shutting down or starting'],
  [/^22/, 'a value in the table or view cannot be made what a column says'],
  [/^42/, 'the query is not understood there: are table, increasing and key of the source right?'],
  [/^P0/, 'a function of the view refuses'],
  [/^ECONNREFUSED$/, 'nobody listens there: are host and port right?'],
  [/^ENOTFOUND$|^EAI_AGAIN$/, 'there is no such host'],
]
const meaningOf = (code: string): string => {
  const meaning = MEANINGS.find(([pattern]) => pattern.test(code))?.[1]
  return meaning === undefined ? '' : `: ${meaning}`
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
  // Nor is the error itself handed on as the cause: whoever logs it would log its message.
  const told = (error: unknown): CannotRead => {
    const { code } = error as { code?: string }
    return new CannotRead(
      code !== undefined && /^[A-Z0-9_]{2,40}$/.test(code)
        ? `${shown} does not answer as it should (${code})${meaningOf(code)}`
        : `${shown} did not answer within ${timeoutSeconds} s, or the line broke`,
    )
  }
  await client.connect().catch((error: unknown) => {
    throw told(error)
  })
  return {
    /** @throws CannotRead */
    query: async (text: string, values: unknown[]): Promise<Record<string, unknown>[]> => {
      try {
        const { rows } = await client.query({ text, values, types: TYPES })
        return rows as Record<string, unknown>[]
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
