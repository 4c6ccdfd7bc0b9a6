import { COSTS, clickhouseMicroseconds } from './costs.ts'

/** What was measured elsewhere than the costs were taken from, and what the costs say of it. */
export type Beside = { what: string; unit: string; costs: number; measured: number; under: string }

const REPLAY = { events: 1_131_030, aggregator: 68, clickhouse: 68, kafka: 13 }
const REPLAYED = '[performance.md](performance.md), one replay, run 4, blocks of 3 MiB, 2 shared cores'
const AWAY = { owed: 600_000, rate: 2_000, cores: 2, within: 2 }

const microseconds = (cpuSeconds: number) => (cpuSeconds * 1e6) / REPLAY.events

/** Seconds until what Kafka's absence left owed is less than two seconds of the stream, if two cores do nothing else. */
const afterKafka = (): number => {
  const { producer, kafkaProduce, kafkaFetch, aggregator } = COSTS
  const all =
    producer.value +
    kafkaProduce.value +
    kafkaFetch.value +
    aggregator.value +
    clickhouseMicroseconds(COSTS.mostRows.value)
  return (AWAY.owed - AWAY.within * AWAY.rate) / ((AWAY.cores * 1e6) / all - AWAY.rate)
}

export const BESIDE: readonly Beside[] = [
  {
    ...{ what: 'aggregator, CPU an event', unit: 'µs', costs: COSTS.aggregator.value },
    ...{ measured: microseconds(REPLAY.aggregator), under: `${REPLAYED}: 68 CPU s of 1,131,030 events` },
  },
  {
    ...{
      what: 'ClickHouse, CPU an event',
      unit: 'µs',
      costs: clickhouseMicroseconds(COSTS.fewestRows.value),
    },
    ...{ measured: microseconds(REPLAY.clickhouse), under: `${REPLAYED}: 68 CPU s, other reading besides` },
  },
  {
    ...{ what: 'Kafka, CPU an event', unit: 'µs', costs: COSTS.kafkaProduce.value + COSTS.kafkaFetch.value },
    ...{ measured: microseconds(REPLAY.kafka), under: `${REPLAYED}: 13 CPU s` },
  },
  {
    ...{ what: 'caught up after Kafka was away for 300 s at 2,000/s', unit: 's', costs: afterKafka() },
    ...{ measured: 45, under: '[reliability.md](reliability.md), at rest' },
  },
]
