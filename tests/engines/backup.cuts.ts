import { openCatalogues } from '@ioc/catalogues'
import { groups, indicatorsVersion, openIndicators } from '@ioc/indicators'
import { bodiesFrom } from '@ioc/launcher/backup/commands.ts'
import { CUT_TOPIC, contracts, SNAPSHOT_TOPIC } from '@ioc/schemas'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { artefactBytes, openSigningKey, signBody } from '@ioc/snapshot'
import type { River } from './audit.river.ts'

const catalogues = openCatalogues()
const rules = {
  catalogueVersion: catalogues.version,
  indicatorsVersion: indicatorsVersion(openIndicators(catalogues), catalogues),
}

/** Closes a date as the publisher does, all groups: cut, body, signature, outbox. */
export const publishCuts = async (river: River): Promise<void> => {
  const key = openSigningKey(river.dataDir, 'snapshot-publisher')
  const marks = await Promise.all(
    contracts.map(async ({ id }) =>
      (await river.kafka.admin.offsets(id)).map(({ partition, high }) => ({
        topic: id,
        partition,
        offset: high - 1,
      })),
    ),
  )
  const watermark = marks
    .flat()
    .sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition))
  for (const { id: group } of groups) {
    const cut: CutRecord = {
      group,
      date: '2024-06-30',
      revision: 1,
      supersedes: null,
      reason: { code: 'backfill', text: null },
      cut: { watermark, ...rules, profiles: {}, cutNote: 'cut-at-now' },
    }
    const body = await bodiesFrom(river.clickhouse, river.kafka)(cut, [])
    const artefact = await signBody(body!, key)
    const record = {
      key: `${group}/2024-06-30/1`,
      headers: { 'content-type': 'application/json' },
      partition: 0,
    }
    await river.kafka.publish(CUT_TOPIC, [{ ...record, value: JSON.stringify(cut) }])
    await river.kafka.publish(SNAPSHOT_TOPIC, [{ ...record, value: Buffer.from(artefactBytes(artefact)) }])
  }
}
