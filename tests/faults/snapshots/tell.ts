import { readFileSync } from 'node:fs'
import type { Kafka } from '@ioc/kafka'
import type { Version } from './plan.ts'

const example = JSON.parse(
  readFileSync(
    new URL('../../../schemas/examples/dossier.v1/keep.received-online.json', import.meta.url),
    'utf8',
  ),
) as { data: Record<string, unknown> }

const DAY_MS = 86_400_000

/** The calendar day so many days after one. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** What the one-stop system says of a dossier of a seed whose first day is `first`. */
export const dossierOf = (
  seed: number,
  first: string,
  { serial, unit, receivedOn, hour, sequence, voided }: Version,
) => {
  const receivedAt = `${dayAfter(first, receivedOn)}T${String(hour).padStart(2, '0')}:00:00+07:00`
  return {
    topic: 'dossier.v1',
    data: {
      ...example.data,
      dossierCode: `000.00.00.H36-240701-${String((seed * 100 + serial) % 10_000_000).padStart(7, '0')}`,
      ...{ unitCode: unit, submittedAt: receivedAt, receivedAt, sequence, voided },
      ...{ dueAt: '2025-12-30T17:00:00+07:00', status: 'in-process', payments: [] },
      recordedAt: '2025-06-01T08:00:00+07:00', // the sequence alone tells which version is newer
    },
  }
}

/** Tells events straight into Kafka with acks=all. */
export const openTelling = (kafka: Kafka) => {
  const acknowledged: string[] = []
  let told = 0
  return {
    /** Ids of the events Kafka has said it holds. */
    acknowledged: acknowledged as readonly string[],
    tell: async (events: readonly { topic: string; data: unknown }[]) => {
      for (const { topic, data } of events) {
        const id = `event-${told++}`
        const headers = {
          ...{ ce_specversion: '1.0', ce_id: id, ce_source: 'test', ce_type: `vn.lamdong.ioc.${topic}` },
          'content-type': 'application/json',
        }
        // Versions of one dossier in different partitions: nothing but the version order may decide.
        await kafka.publish(topic, [{ key: id, value: JSON.stringify(data), headers }])
        if (topic === 'dossier.v1') acknowledged.push(id)
      }
    },
  }
}
export type Telling = ReturnType<typeof openTelling>
