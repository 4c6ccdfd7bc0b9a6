import { type HttpExchange, httpTap } from '../line/http-tap.ts'
import { type KafkaExchange, kafkaTap } from '../line/kafka-tap.ts'
import { openProxy } from '../line/proxy.ts'
import type { Exchange } from './plan.ts'

export const SLOTS = 2

/** What was seen on a line, and of which publisher. */
export type Seen = { exchange: Exchange; moment: 'asked' | 'answered'; slot: number }
/** Says what becomes of an answer. */
export type Listener = (seen: Seen) => 'pass' | 'drop'

export type LinePorts = {
  kafka: number
  kafkaLine: number
  clickhouse: number
  clickhouseLines: readonly number[]
  receiver: number
  receiverLines: readonly number[]
}

const TOPICS: Record<string, Exchange> = { 'snapshot-cut.v1': 'propose', 'snapshot.v1': 'post' }
const TABLES: Record<string, Exchange> = { snapshot: 'project', delivery: 'keep' }

const onKafka = ({ topic, client }: KafkaExchange) => ({
  exchange: topic === null ? undefined : TOPICS[topic],
  slot: Number(/^publisher-(\d)/.exec(client)?.[1] ?? -1),
})
const onHttp = ({ method, insertInto }: HttpExchange): Exchange | undefined =>
  method === 'PUT' ? 'deliver' : TABLES[insertInto ?? '']

/** The proxies of one world: one before Kafka, where publishers are told apart by their names; for each publisher one before ClickHouse and one before the receiver. */
export const openLines = async (ports: LinePorts) => {
  let listener: Listener = () => 'pass'
  const see = (exchange: Exchange | undefined, moment: Seen['moment'], slot: number) =>
    exchange === undefined || slot < 0 ? 'pass' : listener({ exchange, moment, slot })
  const http = (port: number, to: number, slot: number) =>
    openProxy<HttpExchange>({
      port,
      to,
      tap: httpTap,
      onAsked: (what) => void see(onHttp(what), 'asked', slot),
      onAnswered: (what) => see(onHttp(what), 'answered', slot),
    })
  const kafka = await openProxy<KafkaExchange>({
    port: ports.kafkaLine,
    to: ports.kafka,
    tap: kafkaTap,
    onAsked: (what) => void see(onKafka(what).exchange, 'asked', onKafka(what).slot),
    onAnswered: (what) => see(onKafka(what).exchange, 'answered', onKafka(what).slot),
  })
  const others = await Promise.all([
    ...ports.clickhouseLines.map((port, slot) => http(port, ports.clickhouse, slot)),
    ...ports.receiverLines.map((port, slot) => http(port, ports.receiver, slot)),
  ])
  return {
    watch: (next: Listener) => {
      listener = next
    },
    close: async () => {
      await Promise.all([kafka, ...others].map((proxy) => proxy.close()))
    },
  }
}
export type Lines = Awaited<ReturnType<typeof openLines>>
