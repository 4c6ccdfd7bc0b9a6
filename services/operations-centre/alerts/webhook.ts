import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKeyFile } from '@ioc/sealing'

/** Whom alerts are told to; the secret is `keys/alerts-webhook`, made at the first start and read at each use. Null where nobody is. */
export const openWebhook = (dataDir: string, url: string | undefined) => {
  if (url === undefined) return null
  const file = join(dataDir, 'keys', 'alerts-webhook')
  openKeyFile(file)
  return { url, secret: () => readFileSync(file, 'utf8').trim() }
}
