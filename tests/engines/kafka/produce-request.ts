import { once } from 'node:events'
import { connect } from 'node:net'
import { produceBody } from '@ioc/kafka/records.ts'

/**
 * Sends records to partition 0 as one record batch in one produce request (version 3), however many they are: kafkajs would need
 * hours to sort 300,000. Throws with Kafka's error code unless acknowledged.
 */
export async function produceOneBatch(brokers: string, topic: string, values: string[]): Promise<void> {
  const body = produceBody(
    {
      acks: -1,
      timeout: 30_000,
      topicData: [{ topic, partitions: [{ partition: 0, messages: values.map((value) => ({ value })) }] }],
    },
    Date.now(),
  )
  const header = Buffer.alloc(14)
  header.writeInt32BE(10 + body.length, 0)
  header.writeInt16BE(0, 4) // produce
  header.writeInt16BE(3, 6)
  header.writeInt32BE(1, 8) // correlation id
  header.writeInt16BE(-1, 12) // no client id
  const [host, port] = brokers.split(':')
  const socket = connect(Number(port), host)
  try {
    await once(socket, 'connect')
    socket.write(Buffer.concat([header, body]))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    // Length, correlation id, one topic, its name, one partition, its number: then the error code.
    const code = answer.readInt16BE(4 + 4 + 4 + 2 + Buffer.byteLength(topic) + 4 + 4)
    if (code !== 0) throw new Error(`Kafka refused the batch: error code ${code}`)
  } finally {
    socket.destroy()
  }
}
