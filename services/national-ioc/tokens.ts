import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** May whoever sends this header send snapshots? */
export type Speaks = 'known' | 'unknown' | 'tokens-away'

/**
 * Tokens of a file, one a line, read at each request: a token is given or taken away without a restart. Without a file everybody may
 * send, and the signature alone decides. Compared in constant time.
 */
export const acceptTokens =
  (file: string | undefined) =>
  (authorization: string | undefined): Speaks => {
    if (file === undefined) return 'known'
    let tokens: string[]
    try {
      tokens = tokensIn(file)
    } catch {
      return 'tokens-away' // being replaced, perhaps; the sender comes again
    }
    const given = digest(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '')
    return tokens.map((token) => timingSafeEqual(digest(token), given)).includes(true) ? 'known' : 'unknown'
  }

export const isTokenFile = (file: string): boolean => {
  try {
    const tokens = tokensIn(file)
    return tokens.length > 0 && tokens.every((token) => /^[\x21-\x7e]+$/.test(token))
  } catch {
    return false // not there, or not ours to read
  }
}

const tokensIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '')

const digest = (text: string) => createHash('sha256').update(text).digest()
