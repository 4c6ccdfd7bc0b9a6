import type { Checkpoint } from '@ioc/source/source.ts'
import type { Place } from './file.ts'

/** How far a folder was read. */
export type Position = {
  /** Files read to their end. */
  finished: number
  /** When the newest of them was written (business clock, epoch ms); 0 before the first. */
  completeUpToMs: number
  /** The file that is being read, as it was when that began; null between files. */
  file: { name: string; stamp: string; digest: string; place: Place; rows: number } | null
}

export const readPosition = (since: Checkpoint | null): Position => {
  const { finished, completeUpToMs, name, stamp, digest, at, line, rows } = since ?? {}
  const isInside =
    typeof name === 'string' &&
    typeof stamp === 'string' &&
    typeof digest === 'string' &&
    typeof at === 'number' &&
    typeof line === 'number'
  return {
    finished: typeof finished === 'number' ? finished : 0,
    completeUpToMs: typeof completeUpToMs === 'number' ? completeUpToMs : 0,
    file: isInside
      ? { name, stamp, digest, place: { at, line }, rows: typeof rows === 'number' ? rows : 0 }
      : null,
  }
}

export const checkpointOf = ({ finished, completeUpToMs, file }: Position): Checkpoint => ({
  ...{ finished, completeUpToMs, name: file?.name ?? null, stamp: file?.stamp ?? null },
  ...{ digest: file?.digest ?? null, at: file?.place.at ?? null, line: file?.place.line ?? null },
  rows: file?.rows ?? null,
})
