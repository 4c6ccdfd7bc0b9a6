import { createHash } from 'node:crypto'
import type { ServiceName } from '@ioc/config'
import type { DayRange } from '@ioc/connectors'
import type { Batch } from '@ioc/connectors/backfill/run.ts'
import { mapReads } from '@ioc/connectors/candidates.ts'
import { issuesOf, ownFolder, readPlaced, readSettings } from '@ioc/connectors/place.ts'
import type { Contract } from '@ioc/schemas'
import { PRODUCERS } from '@ioc/source/known-sources.ts'
import type { Checkpoint, Source, SourceContext } from '@ioc/source/source.ts'
import { findRegistered, readRegistry } from '../registry.ts'

/** A source that can be read again, whatever its kind. */
export type Again = {
  producer: ServiceName
  contract: Contract
  /** Generation and digest of the settings; a place where another reading was is none in this one. Empty of code alone. */
  reading: string
  read(since: Checkpoint | null): AsyncIterable<Batch>
  close(): Promise<void>
}

/** Of a digest, enough to tell the settings of one source apart. */
const DIGITS = 12

/** Sources that are code alone, such as the rebuilt half-year. */
const codeSources = async (): Promise<{ producer: ServiceName; source: Source }[]> => {
  const lists = await Promise.all(
    PRODUCERS.map(async (producer) => {
      const module = (await import(`../../../services/${producer}/sources/index.ts`)) as {
        sources(): Source[]
      }
      return module.sources().map((source) => ({ producer, source }))
    }),
  )
  return lists.flat()
}

/** The source of that name, opened apart from the one its producer reads; or a line that says why not. */
export const openAgain = async (
  name: string,
  producer: string | undefined,
  days: DayRange,
  dataDir: string,
  context: SourceContext,
): Promise<Again | { problem: string }> => {
  const ofCode = (await codeSources()).filter(
    (each) => each.source.name === name && (producer === undefined || each.producer === producer),
  )
  if (ofCode.length > 1)
    return {
      problem: `${name} is the name of several sources: add --producer ${ofCode.map((each) => each.producer).join(' or ')}`,
    }
  const [code] = ofCode
  if (code)
    return {
      producer: code.producer,
      contract: code.source.contract,
      reading: '',
      read: (since) => code.source.read(since, context),
      close: async () => {},
    }
  const found = findRegistered(await readRegistry(), name, producer)
  if ('problem' in found) return found
  const { connected } = found
  const placed = readPlaced(dataDir, found.producer, name)
  if (!placed)
    return {
      problem: `${name} was never run here, so its settings are not known: npm run source -- run ${name}`,
    }
  const settings = readSettings(connected.way, placed.settings)
  if (!settings.success) return { problem: `the settings of ${name}: ${issuesOf(settings.error)}` }
  const digest = createHash('sha256').update(JSON.stringify(settings.data)).digest('hex').slice(0, DIGITS)
  const way = connected.way.open(settings.data, {
    name,
    // What it remembers is apart from the live reading's: a backfill must not make that one skip.
    ownFolder: ownFolder(
      dataDir,
      found.producer,
      `${name}.backfill.${days.from}.${days.to}.${digest}`,
      placed.generation,
    ),
    liveFolder: ownFolder(dataDir, found.producer, name, placed.generation),
    now: Date.now,
    notice: (message) => process.stderr.write(`${message}\n`),
  })
  const read = way.readDays?.bind(way, days)
  return {
    producer: found.producer,
    contract: connected.contract,
    reading: `${placed.generation}.${digest}`,
    async *read(since) {
      for await (const reading of read ? read(since, context) : way.read(since, context)) {
        const mapped = mapReads(connected, reading.reads, context, context.clock.now())
        yield {
          events: mapped.flatMap((each) => (each.kind === 'event' ? [each.candidate] : [])),
          skipped: mapped.filter((each) => each.kind === 'skip').length,
          checkpoint: reading.checkpoint,
        }
      }
    },
    close: () => way.close(),
  }
}
