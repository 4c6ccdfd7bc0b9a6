import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** Reads a key file of 32 bytes (hex). Throws ENOENT if there is none, and if others can read it. */
export const readKeyFile = (file: string): Buffer => {
  if ((statSync(file).mode & 0o077) !== 0)
    throw new Error(
      `key file ${file} can be read by others: chmod 600 it, and replace the key if it may have leaked`,
    )
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
  if (key.length !== 32) throw new Error(`key file ${file} does not hold 64 hexadecimal digits`)
  return key
}

/** Reads a key file of 32 bytes (hex), or makes it, readable by its owner alone. Two processes that start together agree on one key. Throws if others can read it. */
export const openKeyFile = (file: string): Buffer => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    return readKeyFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const temporary = `${file}.${process.pid}.new`
  const handle = openSync(temporary, 'wx', 0o600)
  writeSync(handle, `${randomBytes(32).toString('hex')}\n`)
  fsyncSync(handle)
  closeSync(handle)
  try {
    linkSync(temporary, file) // fails if another process was first: its key counts
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(temporary)
  }
  return readKeyFile(file)
}

/** Seals bytes that may hold personal data: AES-256-GCM, `version ‖ nonce ‖ tag ‖ ciphertext`. */
export type Sealer = {
  /** First 8 hex digits of the key's SHA-256; names the key without giving it away. */
  keyId: string
  seal(bytes: Buffer): Buffer
  /** Throws if the bytes were changed or sealed with another key. */
  open(sealed: Buffer): Buffer
  /** True if `open` would give the bytes. */
  opens(sealed: Buffer): boolean
}

const VERSION = 1

export const openSealer = (key: Buffer): Sealer => {
  const open = (sealed: Buffer): Buffer => {
    if (sealed[0] !== VERSION || sealed.length < 29)
      throw new Error('these bytes were not sealed by this product')
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
    decipher.setAuthTag(sealed.subarray(13, 29))
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()])
  }
  return {
    keyId: createHash('sha256').update(key).digest('hex').slice(0, 8),
    seal: (bytes) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(bytes), cipher.final()])
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body])
    },
    open,
    opens: (sealed) => {
      try {
        open(sealed)
        return true
      } catch {
        return false // changed, of another key, or never sealed: all the same to whoever asks
      }
    },
  }
}

/** Where the key of a data folder's dead letters lies. */
export const deadLetterKeyFile = (dataDir: string): string => join(dataDir, 'secrets', 'dead-letters.key')

/** The sealer of dead letters of a data folder; its key lies in a file of its own. */
export const openDeadLetterSealer = (dataDir: string): Sealer =>
  openSealer(openKeyFile(deadLetterKeyFile(dataDir)))
