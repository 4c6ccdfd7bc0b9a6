import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { catalogueVersion, indexRaw, type RawDocuments } from '@ioc/catalogues'
import type { IncomingRecord } from '@ioc/kafka'
import { type CatalogueSet, readCatalogueSet } from '@ioc/schemas/control/catalogue-set.ts'

/**
 * How long after its append a set comes into force. Its readers ask for it every second, so that edge and aggregator have it by then; and
 * brokers that have not yet shown a record of one topic, or whose clocks differ, cannot make two readers judge one event by two sets.
 */
export const IN_FORCE_AFTER_MS = 5_000

/** One set of catalogues in the log of sets. */
export type Edition = Pick<CatalogueSet, 'version' | 'previous' | 'at' | 'by' | 'why'> & {
  offset: number
  appendedAtMs: number
  /** From here on it is in force, by the brokers' clock, epoch ms. Of the first of a log: always. */
  inForceMs: number
  /** Its files as they were written. */
  documents(): RawDocuments
}

/** What a record of the log is: a set that counts, the one before once more, or nothing that counts, and why. */
export type Taken =
  | { kind: 'edition'; edition: Edition }
  | { kind: 'repeat' }
  | { kind: 'passed'; why: string }

/** Judges a record by what stands before it in the log, and by nothing else: every reader sees the same chain. */
export const takeRecord = (
  { offset, appendedAtMs, value }: Pick<IncomingRecord, 'offset' | 'appendedAtMs' | 'value'>,
  last: Edition | undefined,
): Taken => {
  const set = readCatalogueSet(value)
  if (set === null) return { kind: 'passed', why: 'is no set of catalogues' }
  if (set.version === last?.version) return { kind: 'repeat' }
  if (last && set.previous !== last.version)
    return { kind: 'passed', why: `was made from ${set.previous}, and ${last.version} stands before it` }
  const { documents, ...head } = set
  if (catalogueVersion(documents) !== set.version || !isReadable(documents))
    return {
      kind: 'passed',
      why: `holds other catalogues than ${set.version}, or such as this software cannot read`,
    }
  // A megabyte of text that is nearly never looked at again.
  const packed = deflateRawSync(JSON.stringify(documents), { level: 1 })
  return {
    kind: 'edition',
    edition: {
      ...head,
      offset,
      appendedAtMs,
      // Not before the one before it, whatever brokers' clocks say: the order of the log is the order of sets.
      inForceMs: last ? Math.max(appendedAtMs + IN_FORCE_AFTER_MS, last.inForceMs) : Number.NEGATIVE_INFINITY,
      documents: () => JSON.parse(inflateRawSync(packed).toString('utf8')) as RawDocuments,
    },
  }
}

const isReadable = (documents: RawDocuments): boolean => {
  try {
    indexRaw(documents)
    return true
  } catch {
    return false // a set of newer software, or no set; said by whoever passes it
  }
}
