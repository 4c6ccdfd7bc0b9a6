import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BackupRefusal } from './refusal.ts'

const count = z.int().min(0)
const file = z.strictObject({
  /** Below the backup's folder, with `/`. */
  path: z
    .string()
    .regex(/^[\w.:-]+(?:\/[\w.:-]+)*$/, { error: 'is no path inside a backup' })
    .refine((p) => !p.split('/').includes('..')),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
const rowsFile = file.extend({ rows: count })

/** What a backup holds; written last, so a folder without it is no backup. */
export const manifest = z.strictObject({
  format: z.literal(1),
  madeAt: z.iso.datetime({ offset: true }),
  catalogueVersion: z.string(),
  /** The steps of `schemas/tables` the database had taken. */
  steps: z.array(z.strictObject({ version: count, name: z.string(), checksum: z.string() })),
  /** Per partition the last offset inside; everything a checkpoint claims lies at or below. */
  watermark: z.array(
    z.strictObject({ topic: z.string(), partition: count, offset: count, appendedAtMs: count }),
  ),
  tables: z.array(
    z.strictObject({
      name: z.string().regex(/^\w+$/),
      columns: z.array(z.string().regex(/^\w+$/)),
      rows: count,
      /** A number over all columns of all rows, for the restored table to be compared with. */
      contents: z.string(),
      files: z.array(rowsFile),
    }),
  ),
  topics: z.array(z.strictObject({ name: z.string(), records: count, files: z.array(rowsFile) })),
  /** Files of the data folder: checkpoints, clock, and, unless left out, keys and secrets. */
  folder: z.array(file.extend({ mode: count })),
  keys: z.boolean(),
})

export type Manifest = z.output<typeof manifest>
export type StoredFile = z.output<typeof file>
export type RowsFile = z.output<typeof rowsFile>

export const MANIFEST = 'manifest.json'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Every file a manifest names. */
export const filesOf = (m: Manifest): StoredFile[] => [
  ...m.tables.flatMap((table) => table.files),
  ...m.topics.flatMap((topic) => topic.files),
  ...m.folder,
]

/**
 * Reads a backup's manifest and its digest.
 * @throws BackupRefusal if there is none, or it cannot be read
 */
export const readManifest = async (folder: string): Promise<{ manifest: Manifest; digest: string }> => {
  let bytes: Buffer
  try {
    bytes = await readFile(join(folder, MANIFEST))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new BackupRefusal(
      `${folder} holds no ${MANIFEST}: it is no backup, or one that was broken off, for that file is written last`,
    )
  }
  const digest = `sha-256:${sha256(bytes)}`
  const read = manifest.safeParse(jsonOf(bytes))
  if (!read.success)
    throw new BackupRefusal(
      `${join(folder, MANIFEST)} is damaged or of another version: ${read.error.issues
        .slice(0, 3)
        .map((issue) => `${issue.path.join('.')} ${issue.message}`)
        .join('; ')}`,
    )
  return { manifest: read.data, digest }
}

const jsonOf = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null // what is not JSON is no manifest; the schema says so
  }
}
