import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExchangeRefusal } from './refusal.ts'

/**
 * The operator's key of a data folder: `keys/operator`, made at the first start, readable by its owner alone.
 * @throws ExchangeRefusal where it cannot be read
 */
export const readOperatorKey = (dataDir: string): string => {
  const file = join(dataDir, 'keys', 'operator')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`
    throw new ExchangeRefusal(
      'operator-key',
      `the operator's key ${file} ${why}: is IOC_DATA_DIR the folder of the running river, and are you its owner?`,
    )
  }
}
