import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKeyFile } from '@ioc/sealing'

/** The push key of a source: `$IOC_DATA_DIR/keys/<source>`, made at first start, readable by its owner alone. */
export type PushKeys = {
  /** The sources a bearer token may speak for; null for an unknown token. Compared in constant time. */
  sourcesOf(token: string): ReadonlySet<string> | null
}

const digest = (text: string) => createHash('sha256').update(text).digest()

export const openPushKeys = (dataDir: string, sources: readonly string[]): PushKeys => {
  const keys = sources.map((source) => {
    const file = join(dataDir, 'keys', source)
    openKeyFile(file)
    return { source, digest: digest(readFileSync(file, 'utf8').trim()) }
  })
  return {
    sourcesOf: (token) => {
      const given = digest(token)
      const mine = keys.filter((key) => timingSafeEqual(key.digest, given)).map((key) => key.source)
      return mine.length > 0 ? new Set(mine) : null
    },
  }
}
