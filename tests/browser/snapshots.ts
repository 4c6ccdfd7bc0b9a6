import type { ClickHouse } from '@ioc/clickhouse'

export const DIGEST = `sha-256:${'4f9a2c7d'.repeat(8)}`
/** Spaces and order are part of it: what was signed is answered byte for byte. */
export const ARTEFACT = '{"body": {"group":"dossier","date":"2024-06-30"}, "signature":"..","digest":"x"}'

/** Four snapshots of one day as the publisher leaves them: one accepted, one refused, one unanswered, one not sent. */
export async function publishSnapshots(clickhouse: ClickHouse): Promise<void> {
  const groups = ['dossier', 'feedback', 'satisfaction', 'steering']
  await clickhouse.insertRows(
    'snapshot',
    ['group', 'date', 'revision', 'digest', 'artefact', 'published_at'],
    lines(groups.map((group) => [group, '2024-06-30', 1, DIGEST, ARTEFACT, '2024-07-01 00:05:00.000'])),
    groups.length,
  )
  const attempts = [
    ['dossier', 200, 'accepted'],
    ['feedback', 200, 'refused'],
    ['satisfaction', 0, null],
  ] as const
  await clickhouse.insertRows(
    'delivery',
    ['group', 'date', 'revision', 'attempt_id', 'attempted_at', 'http_status', 'outcome', 'receipt'],
    lines(
      attempts.map(([group, httpStatus, status]) => [
        group,
        '2024-06-30',
        1,
        `attempt-${group}`,
        '2024-07-01 00:05:01.000',
        httpStatus,
        status ?? 'again',
        status === null ? '' : JSON.stringify({ status }),
      ]),
    ),
    attempts.length,
  )
}

const lines = (rows: readonly unknown[][]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
