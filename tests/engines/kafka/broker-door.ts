import { openKafka } from '@ioc/kafka'
import kafkajs from 'kafkajs'
import type { OpenDoor } from './door.ts'

/** What every real broker's door has, spoken to by the product's own client. */
export function openBrokerDoor(brokers: string) {
  const raw = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING })
  return {
    brokers,
    open: () => openKafka({ brokers: [brokers], clientId: 'test' }),
    openToNobody: () => openKafka({ brokers: ['127.0.0.1:1'], clientId: 'test' }),
    deleteTopic: async (topic) => {
      const admin = raw.admin()
      await admin.connect()
      await admin.deleteTopics({ topics: [topic] })
      await admin.disconnect()
    },
    transact: async (topic, values, end) => {
      const producer = raw.producer({
        transactionalId: `t-${topic}`,
        maxInFlightRequests: 1,
        idempotent: true,
      })
      await producer.connect()
      const transaction = await producer.transaction()
      await transaction.send({ topic, messages: values.map((value) => ({ value, partition: 0 })) })
      await transaction[end]()
      await producer.disconnect()
    },
  } satisfies Partial<OpenDoor>
}
