import { randomUUID } from 'node:crypto'
import type { ClickHouse } from '@ioc/clickhouse'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Answer } from './send.ts'

/** How a delivery stands: `accepted` and `refused` are final, anything else is tried again. */
export type Settled = { outcome: 'accepted' | 'refused'; receipt: string }

/** Every attempt to deliver, kept in `delivery`; what is settled is read from there, so a restart repeats nothing that was answered. */
export type Deliveries = {
  settled(key: string): Settled | undefined
  load(): Promise<void>
  record(
    snapshot: { group: string; date: string; revision: number; digest: string },
    receiver: string,
    answer: Answer,
    startedAtMs: number,
    durationMs: number,
  ): Promise<void>
}

export const openDeliveries = (clickhouse: ClickHouse): Deliveries => {
  const settled = new Map<string, Settled>()
  return {
    settled: (key) => settled.get(key),
    load: async () => {
      const rows = await clickhouse.query<{ key: string; outcome: Settled['outcome']; receipt: string }>(
        "SELECT concat(`group`, '/', toString(`date`), '/', toString(revision)) AS key, outcome, receipt FROM delivery FINAL WHERE outcome IN ('accepted', 'refused') ORDER BY attempted_at",
      )
      for (const { key, outcome, receipt } of rows) settled.set(key, { outcome, receipt })
    },
    record: async ({ group, date, revision, digest }, receiver, answer, startedAtMs, durationMs) => {
      const row = [
        group,
        date,
        revision,
        randomUUID(),
        toLocalText(startedAtMs),
        Math.round(durationMs),
        receiver,
        answer.httpStatus,
        answer.outcome,
        digest,
        answer.receipt ?? '',
        answer.detail,
      ]
      await clickhouse.insertRows(
        'delivery',
        [
          'group',
          'date',
          'revision',
          'attempt_id',
          'attempted_at',
          'duration_ms',
          'receiver',
          'http_status',
          'outcome',
          'digest',
          'receipt',
          'detail',
        ],
        `${JSON.stringify(row)}\n`,
        1,
      )
      if (answer.outcome !== 'again')
        settled.set(`${group}/${date}/${revision}`, {
          outcome: answer.outcome,
          receipt: answer.receipt ?? '',
        })
    },
  }
}
