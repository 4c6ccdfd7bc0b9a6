import type { ClickHouse } from '@ioc/clickhouse'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { AnswerCode } from './receivers/index.ts'

/** One attempt to deliver, with its answer; or, as `resend`, a person's word that it be tried (again). Times are epoch ms of the system clock. */
export type Attempt = {
  key: string
  attemptId: string
  attemptedAtMs: number
  durationMs: number
  receiver: string
  httpStatus: number
  outcome: 'accepted' | 'refused' | 'again' | 'resend'
  code: AnswerCode | ''
  detail: string
  /** Names the bytes sent; they are the outbox's. */
  digest: string
  bytesSent: number
  receipt: string
  answer: string
  retryAfterMs: number
  nextAttemptAtMs: number | null
  askedBy: string
  askedWhy: string
}

/** Where attempts are kept. Rows are added, never changed; two publishers write into the same one. */
export type AttemptLog = {
  append(attempt: Attempt): Promise<void>
  /** Those attempted at or after an instant, in order, without receipts and answers. */
  since(ms: number): Promise<Attempt[]>
  /** All of one snapshot, in order. */
  of(key: string): Promise<Attempt[]>
}

const NAMES = ['group', 'date', 'revision'] as const
const COLUMNS = [
  ...NAMES,
  ...[
    'attempt_id',
    'attempted_at',
    'duration_ms',
    'receiver',
    'http_status',
    'outcome',
    'code',
    'detail',
    'digest',
  ],
  ...['bytes_sent', 'receipt', 'answer', 'retry_after_ms', 'next_attempt_at', 'asked_by', 'asked_why'],
]
const HEAD = `concat(\`group\`, '/', toString(\`date\`), '/', toString(revision)) AS key, attempt_id AS attemptId,
  toUnixTimestamp64Milli(attempted_at) AS attemptedAtMs, duration_ms AS durationMs, receiver, http_status AS httpStatus, outcome, code,
  detail, digest, bytes_sent AS bytesSent, retry_after_ms AS retryAfterMs,
  toUnixTimestamp64Milli(next_attempt_at) AS nextAttemptAtMs, asked_by AS askedBy, asked_why AS askedWhy`
const ORDER = 'ORDER BY attempted_at, attempt_id'

/** The attempts in the table `delivery`. */
export const attemptsIn = (clickhouse: ClickHouse): AttemptLog => ({
  append: async (a) => {
    const [group, date, revision] = partsOf(a.key)
    const next = a.nextAttemptAtMs === null ? null : toLocalText(a.nextAttemptAtMs)
    const row = [
      ...[
        group,
        date,
        revision,
        a.attemptId,
        toLocalText(a.attemptedAtMs),
        Math.round(a.durationMs),
        a.receiver,
      ],
      ...[
        a.httpStatus,
        a.outcome,
        a.code,
        a.detail,
        a.digest,
        a.bytesSent,
        a.receipt,
        a.answer,
        a.retryAfterMs,
        next,
      ],
      ...[a.askedBy, a.askedWhy],
    ]
    await clickhouse.insertRows('delivery', COLUMNS, `${JSON.stringify(row)}\n`, 1)
  },
  since: (ms) =>
    clickhouse.query<Attempt>(
      `SELECT ${HEAD}, '' AS receipt, '' AS answer FROM delivery FINAL
WHERE attempted_at >= fromUnixTimestamp64Milli({ms:Int64}) ${ORDER}`,
      { ms: Math.max(0, Math.floor(ms)) },
    ),
  of: (key) => {
    const [group, date, revision] = partsOf(key)
    return clickhouse.query<Attempt>(
      `SELECT ${HEAD}, receipt, answer FROM delivery FINAL
WHERE \`group\` = {group:String} AND \`date\` = {date:Date} AND revision = {revision:UInt32} ${ORDER}`,
      { group, date, revision },
    )
  },
})

const partsOf = (key: string): [string, string, number] => {
  const [group = '', date = '', revision = ''] = key.split('/')
  return [group, date, Number(revision)]
}
