import { readFile } from 'node:fs/promises'
import { type Jwks, readJwks } from '@ioc/snapshot'
import { jsonOf } from '../answer.ts'
import type { Door } from '../door.ts'

/** A receiver may revoke a key, so its set is asked for again. */
const REFRESH_MS = 60_000

/** The receiver's public keys: from a file, or from its own address. Asked again where a key is not among them, and after a minute. */
export const openReceiverKeys = (door: Door, file: string | undefined, now: () => number) => {
  let known: { jwks: Jwks; atMs: number } | null = null

  const ask = async (signal: AbortSignal): Promise<Jwks | null> => {
    if (file !== undefined) return readJwks(jsonOf(await readFile(file, 'utf8').catch(() => ''))) // away until it is back
    const asked = await door.ask({ method: 'GET', path: '/.well-known/jwks.json' }, signal)
    return asked.kind === 'answer' && asked.status === 200 ? readJwks(jsonOf(asked.text)) : null
  }

  return {
    /** Null while they cannot be had. */
    knowing: async (kid: string, signal: AbortSignal): Promise<Jwks | null> => {
      const has = known?.jwks.keys.some((key) => key.kid === kid) ?? false
      if (known && has && now() - known.atMs < REFRESH_MS) return known.jwks
      const jwks = await ask(signal)
      if (jwks) known = { jwks, atMs: now() }
      return jwks
    },
  }
}
