import type { Kafka } from '@ioc/kafka'
import { topics } from '@ioc/schemas'
import { dossier, event } from '../browser/events.ts'

/** What lies on a topic of the grid. */
export type Shape = {
  partitions: number
  size: keyof typeof SIZES
  rejectedOf100: number
  repeatedOf100: number
}

const payment = {
  ...{ transactionCode: 'PAY-240620-000001', paidAt: '2024-06-20T08:56:30+07:00' },
  ...{ amountVnd: 50_000, gateway: 'national' },
}
/** A dossier cannot be said in 200 bytes: the smallest has no field it may leave out, short codes, and days instead of instants. */
const smallest = {
  ...{
    issuingSystem: 'h36',
    recordedAt: '2024-06-20',
    channel: null,
    applicantKind: 'other',
    status: 'received',
  },
  ...{ receivedAt: '2024-06-20', dueAt: null },
}
const SIZES = {
  smallest: (serial: number) => dossier(serial, { ...smallest, dossierCode: `H36-240620-${serial}` }),
  usual: (serial: number) => dossier(serial, { payments: [payment] }),
  large: (serial: number) => dossier(serial, { payments: Array(14).fill(payment) }),
}
/** Serials of seven digits, so that every event of a size has the same length. */
const FIRST = 1_000_000
const PER_PUBLISH = 5_000

/** The topic of a shape; those that differ in their aggregators alone share one. */
export const topicOf = ({ partitions, size, rejectedOf100, repeatedOf100 }: Shape): string =>
  `dossier.p${partitions}-${size}-r${rejectedOf100}-d${repeatedOf100}`

/** Makes a shape's topic as those of the product are, and fills it; gives the bytes of an event. */
export const sendShaped = async (kafka: Kafka, shape: Shape, events: number): Promise<number> => {
  const topic = topicOf(shape)
  const { config } = topics.find(({ name }) => name === 'dossier.v1')!
  await kafka.admin.createTopics([{ name: topic, partitions: shape.partitions, config }])
  for (let from = 0; from < events; from += PER_PUBLISH)
    await kafka.publish(
      topic,
      Array.from({ length: Math.min(PER_PUBLISH, events - from) }, (_, k) => shaped(topic, shape, from + k)),
    )
  return Buffer.byteLength(String(shaped(topic, shape, 0).value))
}

/** The n-th of them. Of a hundred the last ones are bad, by a due day that is none, and the first ones the event before once more. */
const shaped = (topic: string, { size, rejectedOf100, repeatedOf100 }: Shape, n: number) => {
  const at = n % 100
  const serial = FIRST + (n > 0 && at % 2 === 1 && at < 2 * repeatedOf100 ? n - 1 : n)
  const good = SIZES[size](serial)
  return event(
    topic,
    'grid',
    `grid-${serial}`,
    at >= 100 - rejectedOf100 ? { ...good, dueAt: '2024-02-30' } : good,
  )
}
