import { unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { openKeyFile, readKeyFile } from '@ioc/sealing'
import { keepKeyRecord, ownText, readKeyRecords } from '@ioc/sealing/key-records.ts'
import { writeWhole } from '@ioc/sealing/whole-file.ts'
import { FIRST_SOURCES, type PushProducer } from './doors.ts'
import { digestOf, idOf, type PushKeyRecord, pushKeyRecord } from './record.ts'

/** Every push key of a data folder, ended ones too; and the files that are no keys, with why, which count for nothing. */
export type Register = { keys: PushKeyRecord[]; faults: string[] }

export const registerFolder = (dataDir: string) => join(dataDir, 'keys', 'push')
/** Where the key of a source lies in the open, if it was made at the first start (design §6). */
export const firstStartFile = (dataDir: string, source: string) => join(dataDir, 'keys', source)

/**
 * Reads the register: the hashed keys, and those in `keys/<source>`, of which a record may say that they ended. The others stay
 * right when one file is spoilt: a key that cannot be read opens nothing, and stops nobody else.
 */
export const readRegister = (
  dataDir: string,
  first: readonly { source: string; producer: string }[] = FIRST_SOURCES,
): Register => {
  const { records, faults } = readKeyRecords(registerFolder(dataDir), (json, name) => {
    const read = pushKeyRecord.safeParse(json)
    return read.success && read.data.id === name && idOf(read.data.digest) === name ? read.data : null
  })
  const told = faults.map(({ file, fault }) => `keys/push/${file} ${fault}`)
  const inTheOpen = first.flatMap(({ source, producer }) => {
    const read = ownText(firstStartFile(dataDir, source))
    if ('fault' in read) {
      if (read.code !== 'ENOENT') told.push(`keys/${source} ${read.fault}`)
      return []
    }
    const digest = digestOf(read.text.trim()).toString('hex')
    const known = records.some((each) => each.digest === digest && each.producer === producer)
    return known ? [] : [foundKey(source, producer, digest)]
  })
  return { keys: [...records, ...inTheOpen].sort(bySourceThenAge), faults: told }
}

const foundKey = (source: string, producer: string, digest: string): PushKeyRecord => ({
  id: idOf(digest),
  source,
  producer,
  units: null,
  digest,
  madeAt: null,
  madeBy: null,
  expiresAt: null,
  revokedAt: null,
  revokedBy: null,
  firstStart: true,
})

const bySourceThenAge = (a: PushKeyRecord, b: PushKeyRecord) => {
  const [one, other] = [a, b].map((key) => `${key.source} ${key.producer} ${key.madeAt ?? ''} ${key.id}`)
  return one! < other! ? -1 : 1
}

export const keepKey = (dataDir: string, key: PushKeyRecord): void =>
  keepKeyRecord(registerFolder(dataDir), key.id, key)

/**
 * Makes the keys of a producer's first sources where there are none. One that a person revoked is not made again.
 * @throws Error naming a key file that others can read, or that is no key
 */
export const openFirstKeys = (dataDir: string, producer: PushProducer, sources: readonly string[]): void => {
  const { keys } = readRegister(
    dataDir,
    sources.map((source) => ({ source, producer })),
  )
  for (const source of sources)
    if (!keys.some((key) => key.source === source && key.firstStart && key.revokedAt !== null))
      openKeyFile(firstStartFile(dataDir, source))
}

/** The digest of the key that lies in `keys/<source>`; null where none does. */
export const firstStartDigest = (dataDir: string, source: string): string | null => {
  const read = ownText(firstStartFile(dataDir, source))
  return 'text' in read ? digestOf(read.text.trim()).toString('hex') : null
}

/** The place a local operator takes the key from holds the new one. */
export const replaceFirstKey = (dataDir: string, source: string, key: string): void => {
  writeWhole(firstStartFile(dataDir, source), `${key}\n`)
  readKeyFile(firstStartFile(dataDir, source))
}

export const removeFirstKey = (dataDir: string, source: string): void =>
  unlinkSync(firstStartFile(dataDir, source))
