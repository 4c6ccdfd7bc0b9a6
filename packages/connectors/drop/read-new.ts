import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Checkpoint, SourceContext } from '@ioc/source/source.ts'
import type { Reading, WayDoors } from '../way.ts'
import type { Folder, FolderFile } from './folder.ts'
import { type Memory, openMemory } from './memory.ts'
import { checkpointOf, type Position, readPosition } from './position.ts'
import { openReader } from './read-file.ts'
import { openRowHashes } from './row-hashes.ts'
import { batchesOf } from './rows.ts'
import type { DropSettings } from './settings.ts'

type Reader = { settings: DropSettings; doors: WayDoors; folder: Folder; memory: Memory }

/** Files that are to be looked into, in order; the one that was being read goes on first. Waits once for those that are not whole yet. */
const unread = async (
  { folder, memory }: Reader,
  position: Position,
  signal: AbortSignal,
): Promise<FolderFile[]> => {
  const isKnown = ({ name, stamp }: FolderFile) =>
    memory.known(name)?.stamp === stamp || (position.file?.name === name && position.file.stamp === stamp)
  for (let again = false; ; again = true) {
    const { ready, waitMs, present } = await folder.look(isKnown)
    memory.forget(present)
    const files = ready.filter(({ name, stamp }) => memory.known(name)?.stamp !== stamp)
    if (files.length > 0 || waitMs === null || again || signal.aborted) {
      const begun = files.filter(({ name }) => name === position.file?.name)
      return [...begun, ...files.filter((file) => !begun.includes(file))]
    }
    await pauseUnless(waitMs, signal)
  }
}

/** Reads what is new in a folder since a checkpoint: whole files, and of changed ones the rows that are new. */
export const readNew = (settings: DropSettings, doors: WayDoors, folder: Folder) => {
  const memory = openMemory(doors.ownFolder)
  const all = { settings, doors, folder, memory }
  return async function* (since: Checkpoint | null, context: SourceContext): AsyncGenerator<Reading> {
    const { signal } = context
    const begun = readPosition(since)
    memory.load(begun.finished)
    let position = begun
    for (const file of await unread(all, begun, signal)) {
      if (signal.aborted) return
      // What was begun and is gone, or comes later, is begun anew.
      const inside = position.file?.name === file.name ? position.file : null
      for await (const reading of readOne(all, file, { ...position, file: inside }, context)) {
        position = readPosition(reading.checkpoint)
        yield reading
      }
    }
  }
}

async function* readOne(
  { settings, doors, memory }: Reader,
  file: FolderFile,
  position: Position,
  { signal, clock }: SourceContext,
): AsyncGenerator<Reading> {
  const { name, stamp } = file
  const isAsItWas = position.file?.stamp === stamp
  const reader = await openReader(file, settings, {
    ...{ signal, notice: doors.notice },
    knownDigest: isAsItWas ? position.file!.digest : null,
  })
  if (reader === null) return
  const { digest } = reader
  const n = position.finished + 1
  try {
    const before = memory.known(name)
    // One that goes back to what it held before has changed, although those bytes may be known under another name.
    const same = before ? (before.digest === digest ? before : undefined) : memory.sameBytes(digest)
    if (same) {
      // Touched, or under another name: nothing of it is new. It is as known as the one it equals.
      memory.finish({ ...same, name, stamp })
      return
    }
    const from = position.file?.digest === digest ? position.file : null
    const writtenMs = clock.atArrival(file.writtenMs)
    const hashes = openRowHashes(memory.rowsPath(n), from?.rows ?? 0)
    try {
      const known = memory.rowsOf(before)
      const batches = batchesOf(
        reader.rows(from?.place ?? null),
        { known, again: false, told: hashes.add },
        { name, writtenMs },
      )
      for await (const { reads, next } of batches) {
        const rows = hashes.flush()
        if (signal.aborted) return
        if (next.at >= 0) {
          const inside = { name, stamp, digest, place: next, rows }
          yield readingOf(reads, { ...position, file: inside })
          continue
        }
        const fault = reader.fault()
        // Written to while it was read: the next look finds it changed, and its bytes are not those of the digest.
        memory.finish({ n, name, stamp, digest: (await reader.hasChanged()) ? '' : digest })
        yield readingOf(fault ? [...reads, fault] : reads, {
          finished: n,
          completeUpToMs: Math.max(position.completeUpToMs, writtenMs),
          file: null,
        })
      }
    } finally {
      hashes.close()
    }
  } finally {
    await reader.close()
  }
}

const readingOf = (reads: Reading['reads'], position: Position): Reading => ({
  ...{ reads, checkpoint: checkpointOf(position), completeUpToMs: position.completeUpToMs },
})
