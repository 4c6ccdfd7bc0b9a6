import { openHttp } from '@ioc/health'
import { groups, indicatorsVersion, numbersOf, openIndicators, type Watermark } from '@ioc/indicators'
import { createLog } from '@ioc/log'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { type Artefact, artefact, byPartition, type SnapshotBody } from '@ioc/schemas/snapshot/snapshot.ts'
import { bodyFrom } from '@ioc/snapshot'
import { indicatorsOperation } from '../../services/operations-centre/routes/indicators.ts'
import { openApiOf } from '../../services/operations-centre/routes/openapi.ts'
import { serveOperation } from '../../services/operations-centre/routes/operation.ts'
import { overviewOperation } from '../../services/operations-centre/routes/overview.ts'
import { scopesOperation } from '../../services/operations-centre/routes/scopes.ts'
import { seriesOperation } from '../../services/operations-centre/routes/series.ts'
import { traceOperation } from '../../services/operations-centre/routes/trace.ts'
import type { Source } from '../../services/operations-centre/sources/sources.ts'
import type { River } from '../counting/river.ts'
import type { Told } from '../counting/told.ts'

/** The questions about indicators on a server of their own, without Kafka and pages. */
export const serveIndicators = async (river: River, businessNow: string, sources: readonly Source[] = []) => {
  const { clickhouse, catalogues } = river
  const indicators = openIndicators(catalogues)
  const http = await openHttp({
    service: 'operations-centre',
    host: '127.0.0.1',
    port: 0,
    log: createLog('indicators-api', 'error'),
    ready: async () => true,
  })
  const doors = {
    clickhouse,
    catalogues,
    indicators,
    businessNow: () => Date.parse(businessNow),
    now: Date.now,
  }
  const operations = [
    indicatorsOperation(doors),
    traceOperation(doors),
    seriesOperation(doors),
    scopesOperation(doors),
    overviewOperation({ ...doors, sources: async () => sources }),
  ]
  for (const operation of operations) serveOperation(http.app, operation)
  http.app.get('/v1/openapi.json', async () => openApiOf(operations))
  await http.listen()
  return { url: `http://127.0.0.1:${http.port()}`, close: () => http.close() }
}

/** A source that has spoken of everything up to an instant, and perhaps says from when on. */
export const progressOf = (
  contract: string,
  completeUpTo: string,
  more: { completeFrom?: string; source?: string; streams?: string[] } = {},
): Told => ({
  topic: 'source-progress.v1',
  extra: null,
  data: {
    issuingSystem: 'test.lamdong.gov.vn',
    recordedAt: completeUpTo,
    sequence: 0,
    voided: false,
    source: 'test',
    contract,
    units: ['68'],
    completeUpTo,
    rhythmSeconds: 86_400,
    emitted: 1,
    rejected: 0,
    simulated: true,
    ...more,
  },
})

/** Publishes the first snapshot of a group as of a watermark, as the publisher's table shows it; the signature is none. */
export const publishCut = async (
  { clickhouse, catalogues }: River,
  groupId: string,
  date: string,
  watermark: Watermark,
): Promise<SnapshotBody> => {
  const indicators = openIndicators(catalogues)
  const cut: CutRecord = {
    group: groupId,
    date,
    revision: 1,
    supersedes: null,
    reason: { code: 'scheduled', text: null },
    cut: {
      watermark: [...watermark].sort(byPartition),
      catalogueVersion: catalogues.version,
      indicatorsVersion: indicatorsVersion(indicators, catalogues),
      profiles: {},
      cutNote: null,
    },
  }
  const group = groups.find(({ id }) => id === groupId)!
  const numbers = await numbersOf(cut, group, indicators, catalogues, clickhouse)
  const made: Artefact = artefact.parse({
    body: bodyFrom(cut, numbers, 'Lâm Đồng'),
    digest: `sha-256:${'0'.repeat(64)}`,
    signature: `e30..${'A'.repeat(86)}`,
  })
  const row = [groupId, date, 1, made.digest, JSON.stringify(made), '2025-01-01 00:05:00.000']
  await clickhouse.insertRows(
    'snapshot',
    ['group', 'date', 'revision', 'digest', 'artefact', 'published_at'],
    `${JSON.stringify(row)}\n`,
    1,
  )
  return made.body
}
