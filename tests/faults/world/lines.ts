import { type HttpExchange, httpTap } from '../line/http-tap.ts'
import { API, type KafkaExchange, kafkaTap } from '../line/kafka-tap.ts'
import { type LineProxy, openProxy } from '../line/proxy.ts'
import type { Exchange, Line } from '../schedule/fault.ts'
import type { Ports } from './ports.ts'

/** What was seen on a line. `slot`: which aggregator's connection it was; on Kafka's line one cannot be told from another. */
export type Seen = { line: Line; exchange: Exchange; moment: 'asked' | 'answered'; slot: number | null }

export type Lines = {
  /** Who is told of each exchange, and says what becomes of an answer. */
  watch(listener: (seen: Seen) => 'pass' | 'drop'): void
  /** Something is being appended to the log or inserted just now. */
  recordsOnTheWay(): boolean
  of(line: Line): readonly LineProxy<unknown>[]
  close(): Promise<void>
}

const onClickHouse = ({ insertInto }: HttpExchange): Exchange => {
  if (insertInto === null) return 'ask'
  if (insertInto === 'ledger') return 'insert ledger'
  return insertInto.endsWith('_version') ? 'insert business' : 'other'
}

const GROUP: Record<number, Exchange> = {
  [API.fetch]: 'fetch',
  [API.commit]: 'commit',
  [API.join]: 'join',
  [API.sync]: 'sync',
  [API.heartbeat]: 'heartbeat',
}

const onKafka = ({ api, client }: KafkaExchange): Exchange => {
  const isAggregator = client.startsWith('aggregator')
  if (api === API.produce) return isAggregator ? 'produce dead letter' : 'produce sent'
  return (isAggregator && GROUP[api]) || 'other'
}

/** True for an exchange that writes records. */
export const carriesRecords = (exchange: Exchange) => /^(insert|produce)/.test(exchange)

/** The proxies of one world: one before Kafka, and before ClickHouse one for each aggregator. */
export const openLines = async (ports: Ports): Promise<Lines> => {
  let listener: (seen: Seen) => 'pass' | 'drop' = () => 'pass'
  const see = (seen: Seen) => listener(seen)
  const clickhouse = await Promise.all(
    ports.clickhouseLines.map((port, slot) =>
      openProxy<HttpExchange>({
        port,
        to: ports.clickhouse,
        tap: httpTap,
        onAsked: (what) =>
          void see({ line: 'clickhouse', exchange: onClickHouse(what), moment: 'asked', slot }),
        onAnswered: (what) =>
          see({ line: 'clickhouse', exchange: onClickHouse(what), moment: 'answered', slot }),
      }),
    ),
  )
  const kafka = await openProxy<KafkaExchange>({
    port: ports.kafkaLine,
    to: ports.kafka,
    tap: kafkaTap,
    onAsked: (what) => void see({ line: 'kafka', exchange: onKafka(what), moment: 'asked', slot: null }),
    onAnswered: (what) => see({ line: 'kafka', exchange: onKafka(what), moment: 'answered', slot: null }),
  })
  return {
    watch: (next) => {
      listener = next
    },
    recordsOnTheWay: () =>
      kafka.open().map(onKafka).some(carriesRecords) ||
      clickhouse.some((proxy) => proxy.open().map(onClickHouse).some(carriesRecords)),
    of: (line) => (line === 'kafka' ? [kafka] : clickhouse),
    close: async () => {
      await Promise.all([kafka, ...clickhouse].map((proxy) => proxy.close()))
    },
  }
}
