import { Kafka, logLevel, type Producer } from 'kafkajs'
import type { Batch } from '../input/event.ts'

/**
 * Sends straight into the log with acks=all, one attempt each: the product's own publisher repeats until it is told, which
 * would hide what these runs want to know, namely where the log says it put each record.
 */
export const openLogSender = (brokers: string[]) => {
  let producer: Promise<Producer> | null = null

  const connect = async () => {
    const client = new Kafka({
      brokers,
      clientId: 'fault-sender',
      connectionTimeout: 2_000,
      requestTimeout: 6_000,
      retry: { retries: 0 },
      logLevel: logLevel.NOTHING,
    })
    const opened = client.producer({
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition!,
    })
    await opened.connect()
    return opened
  }
  const letGo = (old: Promise<Producer> | null) =>
    void old?.then((opened) => opened.disconnect()).catch(() => {})

  return {
    /** The offset of the batch's first record; null where it stays unknown whether the log has it. */
    send: async (batch: Batch): Promise<number | null> => {
      producer ??= connect()
      const mine = producer
      try {
        const [answer] = await (await mine).send({
          topic: batch.topic,
          acks: -1,
          messages: batch.events.map(({ id, value, headers, partition }) => ({
            key: id,
            value,
            headers,
            partition,
          })),
        })
        return answer?.errorCode === 0 ? Number(answer.baseOffset) : null
      } catch {
        // Whatever went wrong: the next attempt has a connection of its own.
        if (producer === mine) producer = null
        letGo(mine)
        return null
      }
    },
    close: () => letGo(producer),
  }
}

export type LogSender = ReturnType<typeof openLogSender>
