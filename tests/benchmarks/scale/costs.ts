/** How far a figure can be trusted: what it was measured under, where that matters, or that nobody measured it. */
export type Kind = 'measured' | 'at rest' | 'upper bound' | 'lower bound' | 'as built' | 'printed' | 'assumed'
export type Cost = { value: number; unit: string; kind: Kind; what: string; from: string }

const PERFORMANCE = '[performance.md](performance.md)'
const INGEST = `${PERFORMANCE}, aggregator beside the Kafka engine, 2026-11-27, load 7 to 20, warm-up and first round`
const FOLDER =
  'parts and segments left by a benchmark on 2026-11-27: rebuilt dossiers, which are more alike than real ones'

/**
 * Everything the plan is made of, each with where it comes from. Times are CPU of one core. An upper bound was measured on a
 * machine that did other work; what nobody measured is assumed, and says so.
 */
export const COSTS = {
  dossiers: {
    value: 905_350,
    unit: 'a year',
    kind: 'printed',
    what: 'dossiers Lâm Đồng settled in a year',
    from: 'PAR Index appendix (seed 003), results published on the portal',
  },
  eventsPerDossier: {
    value: 2.9,
    unit: 'events',
    kind: 'assumed',
    what: 'events a settled dossier',
    from: 'not known of a real one-stop system; 1,117,927 events of the rebuilt half-year ÷ 385,110 settled in it ([source](sources/dossier-producer-first-half-2024.md))',
  },
  producer: {
    value: 88,
    unit: 'µs',
    kind: 'upper bound',
    what: 'producer, an event pushed 500 a body',
    from: `${PERFORMANCE}, push, load 40`,
  },
  kafkaProduce: {
    value: 26,
    unit: 'µs',
    kind: 'upper bound',
    what: 'broker, an event taken',
    from: `${PERFORMANCE}, push, load 40`,
  },
  kafkaFetch: {
    value: 5.05,
    unit: 'µs',
    kind: 'upper bound',
    what: 'broker, an event handed out',
    from: `${INGEST}: 6.3 and 3.8`,
  },
  aggregator: {
    value: 61.8,
    unit: 'µs',
    kind: 'upper bound',
    what: 'aggregator, an event, its start included',
    from: `${INGEST}: 61.0 and 62.6`,
  },
  clickhouseEvent: {
    value: 16.3,
    unit: 'µs',
    kind: 'upper bound',
    what: 'ClickHouse, an event, whatever the block',
    from: `line through blocks of 3 and 8 MiB in ${PERFORMANCE}: 65.4 and 34.7; it says 26.3 for 20,000 rows, measured 25.9`,
  },
  clickhouseBlock: {
    value: 200_650,
    unit: 'µs',
    kind: 'upper bound',
    what: 'ClickHouse, a block of one partition, merges included',
    from: 'the same line',
  },
  fewestRows: {
    value: 4_085,
    unit: 'rows',
    kind: 'measured',
    what: 'smallest block measured; smaller ones are taken to cost as much an event',
    from: '3 MiB ÷ bytes of a record',
  },
  mostRows: {
    value: 10_894,
    unit: 'rows',
    kind: 'as built',
    what: 'largest block of one partition',
    from: '8 MiB (`BYTES_PER_PARTITION`, [fold.ts](../packages/pipeline/fold.ts)) ÷ bytes of a record',
  },
  atOnce: {
    value: 2,
    unit: 'blocks',
    kind: 'as built',
    what: 'blocks an aggregator has in hand at once',
    from: '`PARTITIONS_AT_ONCE`, [fold.ts](../packages/pipeline/fold.ts)',
  },
  recordBytes: {
    value: 770,
    unit: 'bytes',
    kind: 'measured',
    what: 'a dossier event in the log, uncompressed',
    from: `153,992,332 bytes of 200,000 records; ${FOLDER}`,
  },
  ledgerBytes: {
    value: 81,
    unit: 'bytes',
    kind: 'lower bound',
    what: 'a row of `ledger` on disk',
    from: `21,915,825 bytes of 270,453 rows; ${FOLDER}`,
  },
  versionBytes: {
    value: 80.8,
    unit: 'bytes',
    kind: 'lower bound',
    what: 'a row of `dossier_version` on disk',
    from: `21,812,686 bytes of 269,988 rows; ${FOLDER}`,
  },
  currentBytes: {
    value: 118.6,
    unit: 'bytes',
    kind: 'lower bound',
    what: 'a row of `dossier` on disk, one a dossier',
    from: `18,630,265 bytes of 157,051 rows; ${FOLDER}`,
  },
  logDays: {
    value: 90,
    unit: 'days',
    kind: 'as built',
    what: 'retention of event topics',
    from: '[topics.ts](../schemas/topics.ts)',
  },
  cutBase: {
    value: 0.609,
    unit: 's',
    kind: 'at rest',
    what: 'all indicators of a date as of a cut, without dossiers, 2 cores',
    from: `line through 1 and 5 million in ${PERFORMANCE}: 1.620 and 5.665 s; it says 2.63 for 2 million, measured 2.81`,
  },
  cutPerMillion: {
    value: 1.011,
    unit: 's',
    kind: 'at rest',
    what: 'the same, a million dossiers more, 2 cores',
    from: 'the same line',
  },
  snapshotBytes: {
    value: 4_700_000,
    unit: 'bytes',
    kind: 'measured',
    what: 'largest group of a date, the units of one province',
    from: `${PERFORMANCE}, from cut to receipts`,
  },
  messageBytes: {
    value: 33_554_432,
    unit: 'bytes',
    kind: 'as built',
    what: 'largest record of `snapshot.v1`',
    from: '[topics.ts](../schemas/topics.ts)',
  },
  deadSeconds: {
    value: 4.3,
    unit: 's',
    kind: 'at rest',
    what: 'kill of an aggregator to the first record another folds (slowest of five)',
    from: '[reliability.md](reliability.md), ends and heals; little beside it',
  },
  sessionSeconds: {
    value: 3,
    unit: 's',
    kind: 'as built',
    what: 'of it, until Kafka notices; then all of the group stand still until it is shared out anew',
    from: '`SESSION_TIMEOUT_MS`, [fold.ts](../packages/pipeline/fold.ts)',
  },
  oneMachine: {
    value: 9_968,
    unit: 'events/s',
    kind: 'lower bound',
    what: 'one machine of 2 cores, from a filled topic',
    from: `${INGEST}: 10,160 and 9,775`,
  },
  blockSeconds: {
    value: 0.02,
    unit: 's',
    kind: 'assumed',
    what: 'waiting of a block on the wire, both ways, beside CPU',
    from: 'a network of one site',
  },
  gatherSeconds: {
    value: 0.5,
    unit: 's',
    kind: 'assumed',
    what: 'a partition gathers before its next block; the product takes what is there (waits at most 150 ms)',
    from: 'half of the goal of 1 s',
  },
  blocksPerShard: {
    value: 20,
    unit: 'blocks/s',
    kind: 'assumed',
    what: 'blocks a shard takes a second, three parts each',
    from: 'not measured; more parts than merges keep up with stop inserts',
  },
  useMax: {
    value: 0.6,
    unit: '',
    kind: 'assumed',
    what: 'use of a core at the peak hour that is planned for',
    from: 'room for bursts and for catching up',
  },
  useMaxAfterDeath: {
    value: 0.75,
    unit: '',
    kind: 'assumed',
    what: 'use of the fullest aggregator while one is dead',
    from: 'with 0.9 the simulation is behind for minutes, since a source may be 15% livelier for a while',
  },
  replicas: {
    value: 2,
    unit: '',
    kind: 'assumed',
    what: 'replicas of a shard; each is taken to do all the work',
    from: 'one may go; not built',
  },
  logReplicas: {
    value: 3,
    unit: '',
    kind: 'as built',
    what: 'replicas of a log, two must have a write',
    from: '[cluster.ts](../infra/kafka/cluster.ts)',
  },
  brokerBytes: {
    value: 150_000_000,
    unit: 'bytes/s',
    kind: 'assumed',
    what: 'a broker writes, replicas included',
    from: 'an eighth of a 10 Gbit/s line and a plain NVMe disk, with room',
  },
  brokerCores: {
    value: 8,
    unit: 'cores',
    kind: 'assumed',
    what: 'cores of a broker',
    from: 'a usual machine',
  },
  mood: {
    value: 0.15,
    unit: '',
    kind: 'assumed',
    what: 'a source is for ten seconds at a time livelier or quieter than its hour, by at most this share',
    from: 'not measured on real sources',
  },
  disk: { value: 1e12, unit: 'bytes', kind: 'assumed', what: 'disk of one machine', from: 'a usual machine' },
  goalSeconds: {
    value: 1.5,
    unit: 's',
    kind: 'as built',
    what: 'goal for all indicators of a date',
    from: PERFORMANCE,
  },
  workingDays: {
    value: 250,
    unit: 'days',
    kind: 'assumed',
    what: 'days with dossiers in a year',
    from: '365 less weekends and holidays',
  },
} as const satisfies Record<string, Cost>

/** CPU µs ClickHouse takes an event, by rows of a block; not taken beyond the blocks that were measured. */
export const clickhouseMicroseconds = (rows: number): number =>
  COSTS.clickhouseEvent.value +
  COSTS.clickhouseBlock.value / Math.min(Math.max(rows, COSTS.fewestRows.value), COSTS.mostRows.value)
