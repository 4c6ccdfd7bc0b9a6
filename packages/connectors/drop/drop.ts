import { z } from 'zod'
import type { Way } from '../way.ts'
import { openFolder } from './folder.ts'
import { readAgain } from './read-again.ts'
import { readNew } from './read-new.ts'
import { type DropSettings, dropSettings } from './settings.ts'

/**
 * Reads files that appear in a folder: NDJSON, CSV and XLSX, by the ends of their names. A file that is still being written is waited for; one that was
 * read is not read again, also under another name; of one that changed only the rows that are new are read, and a row that is
 * gone from it voids nothing. Killed in the middle of a file, it goes on there.
 *
 * It is complete up to the time the newest file that was read to its end was written: files say what their system knew then,
 * and are read oldest first. Nothing says how much was known since.
 *
 * @param defaults what all places of a source have in common; the settings of a place go before them
 */
export const drop = (defaults: Partial<Omit<DropSettings, 'folder'>> = {}): Way<DropSettings> => ({
  kind: 'drop',
  settings: z.preprocess(
    (told) => (typeof told === 'object' && told !== null ? { ...defaults, ...told } : told),
    dropSettings,
  ) as Way<DropSettings>['settings'],
  open: (settings, doors) => {
    const folder = openFolder(settings, doors)
    const again = readAgain(settings, doors, folder)
    return {
      read: readNew(settings, doors, folder),
      readDays: (_days, since, context) => again(since, context),
      close: async () => {},
    }
  },
})
