import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import type { CatalogueView } from '@ioc/schemas'
import type { Sealer } from '@ioc/sealing'

/** What working on dead letters needs; the command and the operations centre open the same doors. */
export type DeadLetterDoors = {
  clickhouse: Pick<ClickHouse, 'query' | 'insertRows'>
  kafka: Pick<Kafka, 'publish' | 'admin'>
  /** Asked only when bytes must be opened; throws where the key cannot be read. */
  sealer(): Sealer
  /** The catalogues in force, asked when something is judged. */
  catalogues(): CatalogueView
  /** The business clock, epoch ms: what lies ahead of it is rejected. */
  businessNow(): number
  /** The system clock, epoch ms: when somebody acted. */
  now(): number
}

/** Who acts, and the word why; both are kept in the open and name nobody but the actor. */
export type Acting = { actor: string; why: string }
