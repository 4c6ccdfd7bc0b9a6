import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '@ioc/log'
import { type Jwks, readJson, readJwks } from '@ioc/snapshot'

export type TrustedKeys = {
  /** The publisher's keys, asked again where this key is not among them; null while they cannot be had. */
  knowing(kid: string): Promise<Jwks | null>
}

/** Keys may be revoked, so they are asked for again; while the publisher is away, the last known ones hold. */
const REFRESH_MS = 60_000
/** Unknown names must not become a flood of questions: those in between wait for the next one. */
const ASK_AGAIN_MS = 1_000
const ANSWER_WAIT_MS = 3_000
const BYTES_MAX = 1024 * 1024

/** Opens the trusted keys at a file or an http(s) address. Nothing is read before the first question. */
export const openTrustedKeys = (options: {
  from: string
  systemNow: () => number
  log: Log
}): TrustedKeys => {
  const { from, systemNow, log } = options
  let known: { jwks: Jwks; atMs: number } | null = null
  let askedAtMs = Number.NEGATIVE_INFINITY
  let asking: Promise<Jwks | null> | null = null

  const ask = async (): Promise<Jwks | null> => {
    await wait(Math.max(0, askedAtMs + ASK_AGAIN_MS - systemNow()))
    askedAtMs = systemNow()
    const jwks = await read(from, log)
    if (jwks) known = { jwks, atMs: systemNow() }
    return jwks
  }
  const askOnce = () => {
    asking ??= ask().finally(() => {
      asking = null
    })
    return asking
  }

  return {
    knowing: async (kid) => {
      const has = known?.jwks.keys.some((key) => key.kid === kid) ?? false
      if (has && systemNow() - known!.atMs < REFRESH_MS) return known!.jwks
      const fresh = await askOnce()
      return fresh ?? (has ? known!.jwks : null)
    },
  }
}

const read = async (from: string, log: Log): Promise<Jwks | null> => {
  try {
    const bytes = /^https?:/i.test(from) ? await download(from) : await readFile(from)
    const json = readJson(bytes)
    const jwks = json.kind === 'json' ? readJwks(json.json) : null
    if (!jwks) log.warn({ from }, 'what stands where the trusted keys should be is not a JWK set')
    return jwks
  } catch (error) {
    // The publisher is away or the file not there yet: the sender is asked to come again.
    log.warn({ from, err: error }, 'the trusted keys cannot be had')
    return null
  }
}

const download = async (address: string): Promise<Uint8Array> => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WAIT_MS), redirect: 'error' })
  if (!answer.ok) throw new Error(`the trusted keys answer with ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (bytes.length > BYTES_MAX) throw new Error('the trusted keys are larger than any JWK set')
  return bytes
}
