import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../../../schemas/tables')
const TABLE =
  /CREATE TABLE IF NOT EXISTS (\w+)\s*\([\s\S]*?\)\s*ENGINE = ReplacingMergeTree[^\n]*\s*ORDER BY ([^;]+);/g

/** The sorting keys of the product's tables, read from the very files that make them. */
export const sortingKeys: ReadonlyMap<string, readonly string[]> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .flatMap((file) => [...readFileSync(join(FOLDER, file), 'utf8').matchAll(TABLE)])
    .map(([, table, key]) => [table!, key!.replace(/[()`\s]/g, '').split(',')]),
)
