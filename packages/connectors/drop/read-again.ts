import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Checkpoint, SourceContext } from '@ioc/source/source.ts'
import type { Reading, WayDoors } from '../way.ts'
import type { Folder, FolderFile } from './folder.ts'
import { inOrder } from './folder.ts'
import { openMemory } from './memory.ts'
import { openReader } from './read-file.ts'
import { batchesOf } from './rows.ts'
import type { DropSettings } from './settings.ts'

/** After the file of this name and age, or at a place inside the next. */
type Position = {
  after: Pick<FolderFile, 'writtenMs' | 'name'> | null
  inside: { stamp: string; at: number; line: number } | null
}

const readPosition = ({ writtenMs, name, stamp, at, line }: Checkpoint): Position => ({
  after: typeof writtenMs === 'number' && typeof name === 'string' ? { writtenMs, name } : null,
  inside:
    typeof stamp === 'string' && typeof at === 'number' && typeof line === 'number'
      ? { stamp, at, line }
      : null,
})

/**
 * Reads every file that is whole in the folder once more, from end to end: which rows are of which days only the mapping knows. It touches nothing
 * that `read` remembers, since both may go on side by side; but a row is told as of the file in which that saw it first: so it is the same event again, and no
 * newer one that would win over a correction.
 */
export const readAgain = (settings: DropSettings, doors: WayDoors, folder: Folder) =>
  async function* (since: Checkpoint | null, { signal, clock }: SourceContext): AsyncGenerator<Reading> {
    let { after, inside } = readPosition(since ?? {})
    const memory = openMemory(doors.liveFolder ?? doors.ownFolder)
    memory.look()
    let completeUpToMs = 0
    let { ready, waitMs } = await folder.look(() => false)
    if (waitMs !== null) {
      await pauseUnless(waitMs, signal)
      ready = (await folder.look(() => false)).ready
    }
    const isBehind = (file: FolderFile) => after === null || inOrder(file, { ...file, ...after }) > 0
    for (const file of ready.filter(isBehind)) {
      const before = memory.known(file.name)
      const knownDigest = before?.stamp === file.stamp ? before.digest : null
      const reader = await openReader(file, settings, { signal, notice: doors.notice, knownDigest })
      if (reader === null) continue
      try {
        const from = inside?.stamp === file.stamp ? inside : null
        const writtenMs = clock.atArrival(file.writtenMs)
        const known = memory.rowsOf(before ?? memory.sameBytes(reader.digest))
        const all = { known, again: true, told: () => {} }
        for await (const { reads, next } of batchesOf(reader.rows(from), all, {
          name: file.name,
          writtenMs,
        })) {
          if (signal.aborted) return
          const isEnd = next.at < 0
          if (isEnd) {
            after = { writtenMs: file.writtenMs, name: file.name }
            completeUpToMs = Math.max(completeUpToMs, writtenMs)
          }
          inside = isEnd ? null : { stamp: file.stamp, ...next }
          const fault = isEnd ? reader.fault() : null
          yield {
            reads: fault ? [...reads, fault] : reads,
            checkpoint: { ...(after ?? { writtenMs: null, name: null }), ...(inside ?? { stamp: null }) },
            completeUpToMs,
          }
        }
      } finally {
        await reader.close()
      }
    }
  }
