import { z } from 'zod'

/** Where a PostgreSQL database is, and as whom it is read: a role that may read one view is enough. */
export const databaseSettings = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(5432),
  database: z.string().min(1),
  user: z.string().min(1),
  /** The password is never written into the settings; they name the file that holds it. */
  passwordFile: z.string().min(1).nullable().default(null),
  /** PEM file of the authority its certificate is checked against; null: not encrypted, for a database on this machine. */
  tlsCa: z.string().min(1).nullable().default(null),
  /** Rows asked for at once. */
  pageSize: z.int().min(1).max(5_000).default(1_000),
  /** A query that has not ended by then is given up, seconds. */
  timeoutSeconds: z.number().positive().max(600).default(30),
  /**
   * Rows are read again from so much before the newest that was read: a transaction that began earlier and ends later shows rows that
   * lie behind it. Seconds where the increasing column is a time, else numbers of it.
   */
  overlap: z.number().min(0).default(300),
})
export type DatabaseSettings = z.output<typeof databaseSettings>
