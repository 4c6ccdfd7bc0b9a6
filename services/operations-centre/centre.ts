import { join } from 'node:path'
import type { ClickHouse } from '@ioc/clickhouse'
import type { BusinessClock } from '@ioc/clock'
import type { Part } from '@ioc/health'
import type { Figure } from '@ioc/indicators/figure.ts'
import type { Kafka } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import { EVENT_TOPICS } from '@ioc/schemas'
import type { FastifyInstance } from 'fastify'
import { openCache } from './cache.ts'
import { readReasonCounts } from './dead-letters/dead-letters.ts'
import { openFeed } from './feed/feed.ts'
import type { UnitNames } from './feed/item.ts'
import { openPulse } from './pulse/pulse.ts'
import { deadLetterSummaryOperation, deadLettersOperation } from './routes/dead-letters.ts'
import { serveFeed } from './routes/feed.ts'
import { figuresOperation } from './routes/figures.ts'
import { openApiOf } from './routes/openapi.ts'
import { serveOperation } from './routes/operation.ts'
import { servePages } from './routes/pages.ts'
import { riverOperation } from './routes/river.ts'
import { serveArtefact, snapshotsOperation } from './routes/snapshots.ts'
import { sourcesOperation } from './routes/sources.ts'
import { readSnapshots } from './snapshots/snapshots.ts'
import { readConflicts } from './sources/conflicts.ts'
import { readProgress } from './sources/progress.ts'

export type CentreDoors = {
  kafka: Kafka
  clickhouse: ClickHouse
  clock: BusinessClock
  /** The system clock, epoch ms: freshness is judged by arrival. */
  now: () => number
  log: Log
  compareFigures(clickhouse: ClickHouse): Promise<Figure[]>
  unitNames: UnitNames
  /** The publisher's public keys; none before it made one. */
  publicKeys(): Promise<object> | object
}

const DIST = join(import.meta.dirname, 'dist')

/** Puts the operations centre's pages and API on a server; gives the parts that must run beside it. */
export async function openCentre(app: FastifyInstance, doors: CentreDoors): Promise<Part[]> {
  const { kafka, clickhouse, clock, now, log } = doors
  const pulse = openPulse({ kafka, clickhouse, topics: EVENT_TOPICS, now, log })
  const feed = openFeed({ kafka, topics: EVENT_TOPICS, unitNames: doors.unitNames, log })
  const figures = openCache(() => doors.compareFigures(clickhouse), 2_000, now)
  const progress = openCache(() => readProgress(clickhouse), 2_000, now)
  const conflicts = openCache(() => readConflicts(clickhouse), 60_000, now)
  const snapshots = openCache(() => readSnapshots(clickhouse, { limit: 100_000 }), 5_000, now)
  const reasons = openCache(() => readReasonCounts(clickhouse), 2_000, now)

  const operations = [
    riverOperation({ pulse, figures, progress, snapshots, clock, now }),
    figuresOperation(figures),
    sourcesOperation({ pulse, progress, conflicts, now }),
    deadLettersOperation(clickhouse, now),
    deadLetterSummaryOperation(reasons),
    snapshotsOperation(clickhouse, now),
  ]
  await servePages(app, DIST)
  for (const operation of operations) serveOperation(app, operation)
  serveArtefact(app, clickhouse)
  serveFeed(app, feed)
  app.get('/v1/openapi.json', async () => openApiOf(operations))
  app.get('/.well-known/jwks.json', async () => doors.publicKeys())

  return [
    { name: 'pulse', ...pulse },
    { name: 'feed', ...feed },
  ]
}
