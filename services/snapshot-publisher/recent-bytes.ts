/** Bytes by key, the newest of them, no more than a bound in all: what was posted a moment ago is sent without being read from the log. */
export const openRecentBytes = (bytesMax: number) => {
  const kept = new Map<string, Buffer>()
  let bytes = 0
  const drop = (key: string) => {
    bytes -= kept.get(key)?.length ?? 0
    kept.delete(key)
  }
  return {
    get: (key: string): Buffer | undefined => kept.get(key),
    keep: (key: string, these: Buffer): void => {
      drop(key)
      kept.set(key, these)
      bytes += these.length
      for (const oldest of kept.keys()) {
        if (bytes <= bytesMax) return
        drop(oldest)
      }
    },
  }
}
