import { setTimeout as pause } from 'node:timers/promises'
import { type CatalogueDocuments, openCatalogues, readCatalogueFiles } from '@ioc/catalogues'
import { openEditions } from '@ioc/editions'
import {
  always,
  chainOf,
  countCells,
  defineIndicator,
  openIndicators,
  openSets,
  scopesOf,
  subjects,
} from '@ioc/indicators'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { dossierEvent } from '../end-to-end/dossiers.ts'
import { freePortBase } from '../ports.ts'
import { type ProducerProcess, producerProcess } from './breaker.producer.ts'
import { load } from './catalogue-sets.ts'
import { openRiver, type River } from './dead-letters.river.ts'

/** A contract is given an optional field while events flow: nothing is started again. */
const WITHIN_MS = 60_000

let river: River
let producer: ProducerProcess
beforeAll(async () => {
  river = await openRiver()
  await river.startAggregator()
  const settings = { IOC_BUSINESS_CLOCK: '2024-07-01T00:00:00+07:00' }
  producer = producerProcess(
    { dataDir: river.dataDir, brokers: river.brokers, settings },
    await freePortBase(),
  )
  await producer.start()
  await until('the producer is ready', async () => (await producer.get('/health/ready')).ok, WITHIN_MS)
})
afterAll(async () => {
  await producer?.kill()
  await river?.close()
})

const push = async (serial: string, more: Record<string, unknown>) => {
  const { body } = await producer.push([
    dossierEvent(serial, { event: { source: 'dossier-push' }, data: more }),
  ])
  return (body as { rejected: { reasons: { path: string; code: string }[] }[] }).rejected.flatMap(
    ({ reasons }) => reasons.map(({ path, code }) => `${path} ${code}`),
  )
}

/** What the tables keep beside the contract's own fields, by serial. */
const extras = async () => {
  const rows = await river.clickhouse.query<{ serial: string; extra: string }>(
    `SELECT right(dossier_code, 5) AS serial, extra FROM dossier FINAL WHERE dossier_code LIKE '%240620-81%' ORDER BY serial`,
  )
  return Object.fromEntries(rows.map(({ serial, extra }) => [serial, extra]))
}

test('before its set is in force a producer refuses the field; another’s event that carries it is kept, field and all', async () => {
  expect(await push('81001', { isPriority: true })).toEqual(['data.isPriority unknown-field'])
  // A producer that is ahead of us: the aggregator never refuses what it does not know.
  const early = dossierEvent('81002', { data: { isPriority: true } })
  await river.publish('dossier.v1', [
    {
      key: 'early',
      value: JSON.stringify(early.data),
      headers: { ce_specversion: '1.0', ce_id: early.id, ce_source: 'early', ce_type: early.type },
    },
  ])
  await until('it is kept', async () => '81002' in (await extras()), WITHIN_MS)
})

test('loaded, it is taken from the next event on, beside producers that do not know it; a wrong value is refused by name', async () => {
  const shipped = openCatalogues()
  const editions = openEditions({ kafka: river.kafka, shipped: () => shipped, now: Date.now })
  const field = {
    ...({ contract: 'dossier.v1', name: 'isPriority', type: 'yes-no' } as const),
    title: { vi: 'Hồ sơ ưu tiên', en: 'Priority dossier' },
    ...({ evidence: 'synthetic', source: 'a test' } as const),
  }
  const set = readCatalogueFiles() as CatalogueDocuments
  const refreshing = setInterval(() => void editions.refresh(), 500)
  try {
    await load(river.kafka, editions, { ...set, 'contract-fields': { note: '', fields: [field] } })
  } finally {
    clearInterval(refreshing)
  }
  await until(
    'the producer takes it',
    // Not asked too often: a hundred refusals in a row would have its source held.
    async () => {
      await pause(1_000)
      return (await push('81003', { isPriority: true })).length === 0
    },
    WITHIN_MS,
  )
  expect(await push('81004', { isPriority: false })).toEqual([])
  expect(await push('81005', {})).toEqual([])
  expect(await push('81006', { isPriority: 'có' })).toEqual(['data.isPriority wrong-type'])
  expect(await push('81007', { isPriority: true, nobodyGave: 1 })).toEqual(['data.nobodyGave unknown-field'])
  // Each lies in a partition of its own: none is waited for by waiting for another.
  await until('they are kept', async () => Object.keys(await extras()).length >= 4, WITHIN_MS)
  expect(await extras()).toEqual({
    '81002': '{"isPriority":true}',
    '81003': '{"isPriority":true}',
    '81004': '{"isPriority":false}',
    '81005': '',
  })
})

test('a new indicator counts it, also of what was told before the contract had it', async () => {
  const catalogues = openCatalogues()
  const received = openIndicators(catalogues).find(({ id }) => id === 'dossier.received')!
  const priority = defineIndicator({
    ...received,
    ...({ id: 'dossier.priority', of: 'dossiers', denominator: null } as const),
    halves: { numerator: { vi: 'hồ sơ ưu tiên', en: 'dossiers with priority' }, denominator: null },
    numerator: subjects(always(`JSONExtractBool(extra, 'isPriority') AND dossier_code LIKE '%240620-81%'`)),
  })
  const cells = await countCells(river.clickhouse, openSets(catalogues), catalogues, {
    indicators: [priority],
    chain: { ...chainOf([{ from: '2024-06-20', to: '2024-06-20' }]), endsAt: null },
    grouping: { by: 'unit', map: scopesOf(catalogues, { kind: 'then' }, '2024-06-20') },
    watermark: null,
  })
  expect(cells.get('68')?.get('dossier.priority')).toEqual([{ numerator: '2', denominator: null }])
})
