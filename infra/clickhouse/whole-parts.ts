import type { WatchedDisk } from './disk.ts'
import { describe } from './exception.ts'
import { inSession } from './session.ts'
import { identifier, literal } from './statement.ts'

/**
 * A part has a file that was cut short. Cause: ClickHouse 26.7 lets a failed `write` of a part's file (ENOSPC) pass, names the part
 * and acknowledges the insert (tests/faults/disk-full.test.ts shows it). Symptom: the table cannot be read (codes 33, 246), and
 * a restart puts the part aside. May go when the engine reports the failed write.
 */
export class PartsBroken extends Error {
  override readonly name = 'PartsBroken'
  readonly parts: readonly string[]
  constructor(parts: readonly string[]) {
    super(
      `a full disk cut ${parts.join(', ')} short, which nobody was promised: ClickHouse starts again to put it aside, and senders repeat`,
    )
    this.parts = parts
  }
}

/** How far back a part may be that the full disk of now can have broken. */
const RECENT_SECONDS = 120

/**
 * Only if the disk is as good as full, or was at any look since there were `timesFull` of them: reads again what was written of late.
 * Nothing may be acknowledged before.
 * @throws PartsBroken
 */
export async function assertWholeIfFull(disk: WatchedDisk, timesFull: number): Promise<void> {
  disk.look()
  if (disk.timesFull() !== timesFull) await assertWhole(disk.folder)
}

/** @throws PartsBroken */
export function assertWhole(dataDir: string): Promise<void> {
  return inSession(dataDir, async (session) => {
    const rows = async <Row>(sql: string): Promise<Row[]> => {
      const text = (await session.queryAsync(sql, { format: 'JSONEachRow' })).text().trim()
      return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Row)
    }
    const recent = await rows<{ database: string; table: string; name: string }>(
      `SELECT database, table, name FROM system.parts
       WHERE active AND modification_time >= now() - INTERVAL ${RECENT_SECONDS} SECOND`,
    )
    const broken: string[] = []
    for (const { database, table, name } of recent) {
      const checked = await rows<{ is_passed: number }>(
        `CHECK TABLE ${identifier(database)}.${identifier(table)} PART ${literal(name)} SETTINGS check_query_single_value_result = 0`,
      ).catch(noneIfGone)
      if (checked.some(({ is_passed }) => is_passed === 0)) broken.push(`${database}.${table} ${name}`)
    }
    if (broken.length > 0) throw new PartsBroken(broken)
  })
}

/** Merged away meanwhile, or dropped with its table: what replaced it is as recent, and is looked at next time. */
const noneIfGone = (thrown: unknown): [] => {
  if (GONE.has(describe(thrown).code)) return []
  throw thrown
}

/** UNKNOWN_TABLE, UNKNOWN_DATABASE, NO_SUCH_DATA_PART. */
const GONE = new Set([60, 81, 232])
