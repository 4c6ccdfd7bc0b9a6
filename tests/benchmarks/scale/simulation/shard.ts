/** The cores of one shard: an insert takes one of them, in the order they come; while the shard is away none ends. */
export type Shard = {
  /** When an insert that comes now and takes so long is durable. */
  insert(at: number, seconds: number): number
  busySeconds(): number
}

export const openShard = (cores: number, away: { from: number; to: number } | null): Shard => {
  const freeAt = new Float64Array(cores)
  let busy = 0
  return {
    insert(at, seconds) {
      let core = 0
      for (let other = 1; other < cores; other++) if (freeAt[other]! < freeAt[core]!) core = other
      let start = Math.max(at, freeAt[core]!)
      // What was under way when it went is unknown, and repeated until acknowledged.
      if (away && start < away.to && start + seconds > away.from) start = away.to
      freeAt[core] = start + seconds
      busy += seconds
      return start + seconds
    },
    busySeconds: () => busy,
  }
}
