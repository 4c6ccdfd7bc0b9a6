import { deadLetterKeyFile, openSealer, readKeyFile, type Sealer } from '@ioc/sealing'
import { DeadLetterRefusal } from './refusal.ts'

/** The key that opens a data folder's dead letters. Never made here: a new key would open nothing. Throws DeadLetterRefusal. */
export const readSealer = (dataDir: string): Sealer => {
  const file = deadLetterKeyFile(dataDir)
  try {
    return openSealer(readKeyFile(file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new DeadLetterRefusal(
        'key-missing',
        `there is no key at ${file}: set IOC_DATA_DIR to the folder of the running product, or restore its secrets`,
        error,
      )
    throw new DeadLetterRefusal('key-unreadable', (error as Error).message, error)
  }
}
