import { POSITIONS_MAX } from './sealed.ts'

/** Sealed bytes opened at once; a record whose size is not known is taken for a large one. */
const BYTES_MAX = 32 * 1024 * 1024
const BYTES_UNKNOWN = 2 * 1024 * 1024

/** Cuts many dead letters into pieces that fit one question and the memory of a small process. */
export function* chunksOf<Target extends { valueBytes?: number }>(
  targets: readonly Target[],
): Generator<Target[]> {
  let chunk: Target[] = []
  let bytes = 0
  for (const target of targets) {
    const size = target.valueBytes ?? BYTES_UNKNOWN
    if (chunk.length > 0 && (chunk.length === POSITIONS_MAX || bytes + size > BYTES_MAX)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(target)
    bytes += size
  }
  if (chunk.length > 0) yield chunk
}
