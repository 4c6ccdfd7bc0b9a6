import type { IncomingRecord, Kafka } from '@ioc/kafka'
import { CATALOGUE_TOPIC, CUT_TOPIC, SNAPSHOT_TOPIC, SOURCE_CONTROL_TOPIC } from '@ioc/schemas'
import { readLines, writeLines } from './files.ts'
import type { Manifest } from './manifest.ts'
import { BackupRefusal } from './refusal.ts'

/** Topics whose records are kept as they are, one partition each. `dead-letter.v1` is an export of the ledger and not among them. */
export const KEPT_TOPICS = [CUT_TOPIC, SNAPSHOT_TOPIC, SOURCE_CONTROL_TOPIC, CATALOGUE_TOPIC]

/** One record; bytes as base64. */
export type StoredRecord = { key: string | null; value: string | null; headers: Record<string, string> }

const RECORDS_AT_ONCE = 500

/** Copies the records of a topic in their order, up to its end now. */
export const copyTopic = async (
  kafka: Pick<Kafka, 'admin' | 'readFrom'>,
  name: string,
  backup: string,
): Promise<Manifest['topics'][number]> => {
  const stored: Manifest['topics'][number] = { name, records: 0, files: [] }
  let lines: string[] = []
  const write = async () => {
    if (lines.length === 0) return
    const path = `topics/${name}/${String(stored.files.length + 1).padStart(6, '0')}.jsonl.zst`
    stored.files.push(await writeLines(backup, path, lines))
    stored.records += lines.length
    lines = []
  }
  await readAll(kafka, name, async (records) => {
    for (const record of records) lines.push(JSON.stringify(storedOf(record)))
    if (lines.length >= RECORDS_AT_ONCE) await write()
  })
  await write()
  return stored
}

/** Every record a topic of one partition holds now. */
export const readAll = async (
  kafka: Pick<Kafka, 'admin' | 'readFrom'>,
  name: string,
  onRecords: (records: IncomingRecord[]) => Promise<void> | void,
): Promise<void> => {
  const [ends] = await kafka.admin.offsets(name)
  if (ends && ends.high > ends.low) await kafka.readFrom(name, 0, ends.low, ends.high, onRecords)
}

export const storedOf = (record: Pick<IncomingRecord, 'key' | 'value' | 'headers'>): StoredRecord => ({
  key: record.key?.toString('base64') ?? null,
  value: record.value?.toString('base64') ?? null,
  headers: Object.fromEntries(
    Object.entries(record.headers).map(([name, value]) => [name, value.toString('base64')]),
  ),
})

/** The records of a topic as they were copied, file by file. */
export async function* storedRecords(
  backup: string,
  topic: Manifest['topics'][number],
): AsyncGenerator<StoredRecord[]> {
  for (const file of topic.files) {
    const text = (await readLines(backup, file)).toString('utf8')
    yield text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as StoredRecord)
  }
}

/**
 * Appends the copied records in their order to a topic that is empty. Of one that is not, the beginning must be these records; then
 * nothing is written. A compacted topic drops records by itself and is only left as it is.
 * @throws BackupRefusal where the topic holds other records
 */
export const restoreTopic = async (
  kafka: Pick<Kafka, 'admin' | 'readFrom' | 'publish'>,
  backup: string,
  topic: Manifest['topics'][number],
): Promise<'written' | 'kept'> => {
  const [ends] = await kafka.admin.offsets(topic.name)
  if (ends && ends.high > 0) {
    if (topic.name !== SOURCE_CONTROL_TOPIC) await assertBeginsWith(kafka, backup, topic)
    return 'kept'
  }
  const bytes = (text: string | null) => (text === null ? null : Buffer.from(text, 'base64'))
  for await (const records of storedRecords(backup, topic))
    await kafka.publish(
      topic.name,
      records.map(({ key, value, headers }) => ({
        key: bytes(key)?.toString('utf8') ?? null,
        value: bytes(value),
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, text]) => [name, Buffer.from(text, 'base64').toString('utf8')]),
        ),
        partition: 0,
      })),
    )
  return 'written'
}

const assertBeginsWith = async (
  kafka: Pick<Kafka, 'admin' | 'readFrom'>,
  backup: string,
  topic: Manifest['topics'][number],
): Promise<void> => {
  const nameOf = ({ key, value }: Pick<StoredRecord, 'key' | 'value'>) => `${key} ${value}`
  const there: string[] = []
  await readAll(kafka, topic.name, (records) => {
    for (const record of records) if (there.length < topic.records) there.push(nameOf(storedOf(record)))
  })
  let at = 0
  for await (const records of storedRecords(backup, topic))
    for (const record of records)
      if (there[at++] !== nameOf(record))
        throw new BackupRefusal(
          `topic ${topic.name} is not empty and its record ${at - 1} is not the backup's: restore beside the Kafka this backup was made from, or an empty one`,
        )
}
