import { join } from 'node:path'
import type { InForce } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import type { BusinessClock } from '@ioc/clock'
import { countChoices, type DeadLetterDoors, type Filter } from '@ioc/dead-letters'
import { listPublished, type Publisher } from '@ioc/exchange'
import type { Part } from '@ioc/health'
import type { RulesInForce } from '@ioc/indicators'
import type { Figure } from '@ioc/indicators/figure.ts'
import type { Kafka } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import { type Operators, openAudit } from '@ioc/operators'
import { EVENT_TOPICS } from '@ioc/schemas'
import type { ToldByProducers } from '@ioc/source/told-by-producers.ts'
import type { FastifyInstance } from 'fastify'
import { type AlertSettings, openAlerts } from './alerts/alerts.ts'
import { openByRules } from './by-rules.ts'
import { openCache, openCaches } from './cache.ts'
import { type JudgedFile, openReturning } from './dead-letters/returning.ts'
import { openFeed } from './feed/feed.ts'
import type { UnitNames } from './feed/item.ts'
import { readCut } from './indicators/cut.ts'
import { openPulse } from './pulse/pulse.ts'
import { settledWithin } from './pulse/settled-within.ts'
import { refusalOf, serveAction } from './routes/action.ts'
import { serveArtefact } from './routes/artefact.ts'
import { auditOperation } from './routes/audit.ts'
import { contractsOperation } from './routes/contracts.ts'
import { serveDeadLetter } from './routes/dead-letter.ts'
import { deadLetterActions } from './routes/dead-letter-actions.ts'
import { deadLetterSummaryOperation, deadLettersOperation } from './routes/dead-letters.ts'
import { serveFeed } from './routes/feed.ts'
import { feedChoicesOperation } from './routes/feed-choices.ts'
import { figuresOperation } from './routes/figures.ts'
import { indicatorsOperation } from './routes/indicators.ts'
import { openApiOf } from './routes/openapi.ts'
import { serveOperation } from './routes/operation.ts'
import { overviewOperation } from './routes/overview.ts'
import { servePages } from './routes/pages.ts'
import { reconciliationOperation } from './routes/reconciliation.ts'
import { remediationOperation } from './routes/remediation.ts'
import { riverOperation } from './routes/river.ts'
import { scopesOperation } from './routes/scopes.ts'
import { seriesOperation } from './routes/series.ts'
import { snapshotAboutOperation } from './routes/snapshot-about.ts'
import { previewAction, publishAction, resendAction } from './routes/snapshot-actions.ts'
import { snapshotCalendarOperation } from './routes/snapshot-calendar.ts'
import { snapshotChangesOperation } from './routes/snapshot-changes.ts'
import { snapshotExplainOperation } from './routes/snapshot-explain.ts'
import { snapshotValuesOperation } from './routes/snapshot-values.ts'
import { snapshotVerificationOperation } from './routes/snapshot-verification.ts'
import { snapshotsOperation } from './routes/snapshots.ts'
import { holdAction, releaseAction } from './routes/source-control.ts'
import { FIRST_LOOK_MS, sourcesOperation } from './routes/sources.ts'
import { traceOperation } from './routes/trace.ts'
import { whoOperation } from './routes/who.ts'
import { openTurn } from './snapshots/turns.ts'
import { readConflicts } from './sources/conflicts.ts'
import { openControls } from './sources/controls.ts'
import { readProgress } from './sources/progress.ts'
import { readRejects } from './sources/rejects.ts'
import { listSources } from './sources/sources.ts'

export type CentreDoors = {
  kafka: Kafka
  clickhouse: ClickHouse
  clock: BusinessClock
  /** The system clock, epoch ms: freshness is judged by arrival. */
  now: () => number
  log: Log
  /** Which sources the producers read, and what their push doors counted of their last events. */
  producers(): Promise<ToldByProducers>
  compareFigures(clickhouse: ClickHouse): Promise<Figure[]>
  /** What is counted by, now and as of any cut. */
  rules: RulesInForce
  unitNames: UnitNames
  /** The publisher's public keys; none before it made one. */
  publicKeys(): Promise<object> | object
  /** The sealing key, asked when something is opened, and the catalogues a replay is judged by. */
  deadLetters: Pick<DeadLetterDoors, 'sealer' | 'catalogues'>
  /** What lets dead letters come back when their code is in the catalogues. */
  returning: { catalogues: Pick<InForce, 'at'>; known: Promise<void>; judged: JudgedFile }
  /** Whoever may change something here, by token. */
  operators: Operators
  /** A new UUID. */
  newId(): string
  alerts: AlertSettings
  /** The service that cuts, signs and sends. */
  publisherAs(token: string): Publisher
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
  const rejects = openCache(() => readRejects(clickhouse), 3_000, now)
  const producers = openCache(doors.producers, 5_000, now)
  const snapshots = openCache(() => listPublished(clickhouse, { limit: 100_000 }), 5_000, now)
  const deadLetterCounts = openCaches((filter: Filter) => countChoices(clickhouse, filter), {
    keepMs: 2_000,
    most: 32,
    now,
  })
  const deadLetters: DeadLetterDoors = {
    ...doors.deadLetters,
    kafka,
    clickhouse,
    now,
    businessNow: clock.now,
  }

  const controls = openControls({ kafka, log })
  const inTurn = openTurn()

  const sources = async () => {
    await settledWithin([pulse.ledgerSeen], FIRST_LOOK_MS)
    const said = await progress.read()
    return listSources({
      ...{ progress: said.value, heard: pulse.ledger().value?.sources() ?? new Map() },
      ...{ controls: controls.list(), nowMs: now() },
    })
  }
  const { operators, newId } = doors
  const alerts = openAlerts({
    ...{ clickhouse, rules: doors.rules, pulse, snapshots, sources },
    ...{ businessNow: clock.now, now, newId, log, settings: doors.alerts },
  })
  const audit = openAudit({ clickhouse, service: 'operations-centre', now, newId, log, refusalOf })

  const filtering = {
    catalogues: () => doors.rules.current().catalogues,
    contracts: EVENT_TOPICS,
    // Before the ledger was looked at, or without it, nobody can say that a source is unknown.
    sources: () =>
      sources().then(
        (known) => (pulse.ledger().value ? [...new Set(known.map(({ source }) => source))] : null),
        () => null,
      ),
    businessNow: clock.now,
  }
  const counted = openByRules(doors.rules, ({ catalogues, indicators }) => {
    const asking = { clickhouse, catalogues, indicators, businessNow: clock.now, now }
    return [
      overviewOperation({ ...asking, sources }),
      scopesOperation(asking),
      indicatorsOperation(asking),
      seriesOperation(asking),
      traceOperation(asking),
      remediationOperation(asking),
      snapshotChangesOperation({ ...asking, inTurn }),
      snapshotValuesOperation({ ...asking, inTurn }),
    ]
  })
  const operations = [
    riverOperation({ pulse, figures, progress, snapshots, controls: controls.list, clock, now }),
    figuresOperation(figures),
    feedChoicesOperation(filtering),
    sourcesOperation({
      ...{ pulse, progress, conflicts, rejects, controls: controls.list, producers },
      operators,
      now,
    }),
    contractsOperation(() => doors.rules.current().catalogues),
    deadLettersOperation(deadLetters, operators, audit),
    deadLetterSummaryOperation(deadLetterCounts),
    snapshotsOperation(clickhouse),
    snapshotCalendarOperation({ clickhouse, businessNow: clock.now, now }),
    snapshotAboutOperation(clickhouse, operators),
    snapshotExplainOperation({ clickhouse, rules: doors.rules, inTurn }),
    snapshotVerificationOperation({ clickhouse, publicKeys: doors.publicKeys, now, inTurn }),
    reconciliationOperation(clickhouse),
    auditOperation(clickhouse, operators),
    whoOperation(operators),
    ...alerts.operations,
  ]
  await servePages(app, DIST)
  for (const operation of operations) serveOperation(app, operation)
  counted().forEach((operation, n) => {
    // As of a cut by the catalogues it pins: its numbers come out as they were published.
    serveOperation(app, operation, async ({ cut }) => {
      const pinned = cut === undefined ? null : await readCut(clickhouse, cut)
      return counted(pinned && doors.rules.by(pinned.catalogueVersion))[n]!
    })
  })
  const deciding = { known: sources, publish: controls.publish, now }
  const publishing = { publisherAs: doors.publisherAs, clickhouse }
  const previewing = openByRules(doors.rules, ({ catalogues, indicators }) =>
    previewAction({ ...publishing, catalogues, indicators }),
  )
  const actions = [
    holdAction(deciding),
    releaseAction(deciding),
    publishAction(publishing),
    resendAction(publishing),
    ...deadLetterActions(deadLetters),
    ...alerts.actions,
  ]
  for (const action of actions) serveAction(app, action, operators, audit)
  serveAction(app, previewing(), operators, audit, previewing)
  serveArtefact(app, clickhouse)
  serveDeadLetter(app, clickhouse, operators)
  serveFeed(app, feed, filtering)
  app.get('/v1/openapi.json', async () =>
    openApiOf([...operations, ...counted()], [...actions, previewing()]),
  )
  app.get('/.well-known/jwks.json', async () => doors.publicKeys())

  return [
    { name: 'pulse', ...pulse },
    { name: 'feed', ...feed },
    { name: 'holds', ...controls },
    { name: 'returning dead letters', ...openReturning({ ...doors.returning, deadLetters, now, log }) },
    { name: 'alerts', start: alerts.looker.start, stop: alerts.looker.stop },
  ]
}
