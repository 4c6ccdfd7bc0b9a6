import type { ClickHouse } from '@ioc/clickhouse'

/** What a source last said of itself; instants in epoch ms. */
export type Progress = {
  source: string
  contract: string
  rhythmSeconds: number
  /** Of the contract's streams those it tells; none: all. */
  streams: string[]
  /** From when on it tells everything; null: it does not say. */
  completeFromMs: number | null
  completeUpToMs: number
  /** When this word arrived. */
  toldMs: number
  emitted: number
  rejected: number
  simulated: boolean
}

/** The newest word of every source, from the current-state table. */
export const readProgress = (clickhouse: ClickHouse): Promise<Progress[]> =>
  clickhouse.query<Progress>(
    `SELECT source, contract, rhythm_seconds AS rhythmSeconds, streams,
            toUnixTimestamp64Milli(complete_from) AS completeFromMs,
            toUnixTimestamp64Milli(complete_up_to) AS completeUpToMs,
            toUnixTimestamp64Milli(appended_at) AS toldMs, emitted, rejected, simulated
     FROM source_progress FINAL
     WHERE NOT voided
     ORDER BY source, contract`,
  )
