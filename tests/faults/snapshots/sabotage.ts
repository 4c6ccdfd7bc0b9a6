import { DatabaseSync } from 'node:sqlite'
import { zstdCompressSync } from 'node:zlib'
import type { IncomingRecord, Kafka } from '@ioc/kafka'
import { DESIGNS } from './designs.ts'
import type { World } from './world.ts'

/** Breaks something once all has healed, as no fault here may. */
export type Damage = (world: World) => Promise<void>

const TOPIC = 'snapshot.v1'

/** The newest record of the outbox. */
const lastRecord = async (kafka: Kafka): Promise<IncomingRecord> => {
  const high = (await kafka.admin.offsets(TOPIC))[0]!.high
  let last: IncomingRecord | undefined
  await kafka.readFrom(TOPIC, 0, high - 1, high, (records) => {
    last = records.at(-1)
  })
  return last!
}

const again = async ({ kafka }: World, value: (artefact: string) => string) => {
  const { key, value: bytes } = await lastRecord(kafka)
  await kafka.publish(TOPIC, [
    { key: key!.toString('utf8'), value: value(bytes!.toString('utf8')), headers: {}, partition: 0 },
  ])
}

const inArchive = ({ archiveFile }: World, sql: string, ...values: Uint8Array[]) => {
  const db = new DatabaseSync(archiveFile)
  try {
    db.exec('PRAGMA busy_timeout = 5000')
    db.prepare(sql).run(...values)
  } finally {
    db.close()
  }
}

/** What each breaks, so that it can be shown that these runs see it. */
export const DAMAGES: Record<string, Damage> = {
  /** What a publisher may do after a lost answer; it must not be reported. */
  'repeat-record': (world) => again(world, (artefact) => artefact),
  'second-digest': (world) =>
    again(world, (artefact) =>
      artefact.replace(/"digest":"sha-256:[0-9a-f]{64}"/, `"digest":"sha-256:${'0'.repeat(64)}"`),
    ),
  'lose-receipt': ({ questions }) =>
    questions.order(
      "ALTER TABLE delivery DELETE WHERE (`group`, `date`, revision) IN (SELECT `group`, `date`, revision FROM delivery WHERE outcome = 'accepted' ORDER BY `date`, `group`, revision LIMIT 1)",
    ),
  'other-bytes': async (world) =>
    inArchive(
      world,
      'UPDATE accepted SET bytes = ? WHERE rowid = (SELECT min(rowid) FROM accepted)',
      zstdCompressSync(Buffer.from('{}')),
    ),
  'lose-archive-row': async (world) =>
    inArchive(world, 'DELETE FROM accepted WHERE rowid = (SELECT max(rowid) FROM accepted)'),
}

/** Every word `--sabotage` knows: publishers built wrongly, and damage done afterwards. */
export const SABOTAGES: readonly string[] = [...Object.keys(DESIGNS), ...Object.keys(DAMAGES)]
