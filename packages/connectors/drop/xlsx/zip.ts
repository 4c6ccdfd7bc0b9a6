import { type Entry, fromFdPromise, type ZipFile } from 'yauzl'
import { isSystemError, type OpenFile, Unreadable } from '../file.ts'

/** A workbook has some dozens; a bomb of many files has more. */
const ENTRIES_MAX = 1_000
/** OLE: what .xls is, and .xlsx under a password. */
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** The files inside a workbook; names are the same in upper and lower case. */
export type Parts = {
  has(name: string): boolean
  /** Inflates one; bytes are counted as they come, whatever the archive says they are. @throws Unreadable beyond the bound */
  read(name: string, bytesMax: number): AsyncGenerator<Buffer>
}

const keyOf = (name: string) => name.replace(/^\//, '').toLowerCase()

/** What a library says of broken bytes is about the file; what the system says is about the disk. */
const asUnreadable = (error: unknown, what: string): unknown =>
  isSystemError(error) || error instanceof Unreadable || !(error instanceof Error)
    ? error
    : new Unreadable('file-not-readable', what)

/** Opens the archive a workbook is. The file stays open: it is its reader’s. @throws Unreadable */
export const openZip = async (file: OpenFile): Promise<Parts> => {
  const begin = Buffer.alloc(OLE.length)
  await file.handle.read(begin, 0, begin.length, 0)
  if (begin.equals(OLE))
    throw new Unreadable(
      'file-not-readable',
      'is an old .xls or under a password: save it as .xlsx without a password, and drop it again',
    )
  let zip: ZipFile
  const entries = new Map<string, Entry>()
  try {
    zip = await fromFdPromise(file.handle.fd, { autoClose: false, lazyEntries: true })
    if (zip.entryCount > ENTRIES_MAX) throw tooMany()
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= ENTRIES_MAX) throw tooMany()
      entries.set(keyOf(entry.fileName), entry)
    }
  } catch (error) {
    throw asUnreadable(error, 'is no workbook: its archive is broken, or not whole')
  }
  return {
    has: (name) => entries.has(keyOf(name)),
    read: async function* (name, bytesMax) {
      const entry = entries.get(keyOf(name))
      if (!entry) throw new Unreadable('file-not-readable', `is no workbook: ${name} is missing`)
      let bytes = 0
      try {
        const stream = await zip.openReadStreamPromise(entry)
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          if (file.signal.aborted) return
          bytes += chunk.length
          if (bytes > bytesMax)
            throw new Unreadable(
              'file-too-large',
              `holds more than ${Math.round(bytesMax / 1_048_576)} MB in one of its parts once inflated; nothing of that size is read`,
            )
          yield chunk
        }
      } catch (error) {
        throw asUnreadable(error, 'is damaged: one of its parts does not inflate')
      }
    },
  }
}

const tooMany = () => new Unreadable('file-too-large', `holds more than ${ENTRIES_MAX} parts`)
