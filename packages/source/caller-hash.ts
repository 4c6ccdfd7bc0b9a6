import { createHash, createHmac } from 'node:crypto'
import { join } from 'node:path'
import { openKeyFile } from '@ioc/sealing'

/**
 * Keyed hash of a feedback caller's identifier, `<key id>:<hex>`: the same caller is seen again (`repeated` needs it), but
 * nobody without the key can say who it is (design §3.6).
 */
export const openCallerHash = (dataDir: string) => {
  const key = openKeyFile(join(dataDir, 'secrets', 'callers.key'))
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8)
  return (identifier: string): string =>
    `${keyId}:${createHmac('sha256', key).update(identifier.normalize('NFC').trim().toLowerCase()).digest('hex').slice(0, 32)}`
}
