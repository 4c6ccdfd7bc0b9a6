import { type ClickHouse, ClickHouseError } from '@ioc/clickhouse'
import type { Log } from '@ioc/log'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import { keptWords } from './words.ts'

/** What stands in the audit of an act: asked before it is done, and what came of it. `asked` alone: what came of it is not known. */
export const AUDIT_OUTCOMES = ['done', 'refused', 'failed'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

/** Something an operator does. No part of it holds a value of a record, a person's data or a key. */
export type Act = {
  /** The name of the token that was shown. */
  operator: string
  /** The name a person gave beside it. */
  saidName?: string | undefined
  /** e.g. `sources.hold`. */
  action: string
  /** What it is done to: a source, a position in the log, an alert. */
  subject: string
  why?: string | undefined
  /** What is done, in values of ours. */
  content: object
}

export type Audit = {
  /**
   * Does something with a row before and a row after it: nothing is done whose asking could not be written.
   * @throws ClickHouseError where it could not; then nothing was done. Else what the work throws.
   */
  around<T>(act: Act, work: () => Promise<T>): Promise<T>
}

export type AuditDoors = {
  clickhouse: Pick<ClickHouse, 'insertRows'>
  /** Which service did it. */
  service: string
  now(): number
  /** A UUID. */
  newId(): string
  log: Log
  /** What a thrown refusal is called; null for what is no refusal but a fault of ours. */
  refusalOf(error: unknown): string | null
}

export const AUDIT_COLUMNS = [
  'asked_at',
  'audit_id',
  'step',
  'at',
  'service',
  'operator',
  'said_name',
  'action',
  'subject',
  'why',
  'content',
  'code',
] as const
const ATTEMPTS = 3
const CONTENT_MAX = 8_000

/** Opens the append-only table `audit` for writing. */
export const openAudit = ({ clickhouse, service, now, newId, log, refusalOf }: AuditDoors): Audit => ({
  async around(act, work) {
    const id = newId()
    const askedAt = toLocalText(now())
    const write = (step: 'asked' | AuditOutcome, code = '') =>
      writeRow(clickhouse, [
        askedAt,
        id,
        step,
        toLocalText(now()),
        service,
        act.operator,
        keptWords(act.saidName ?? '', 100),
        act.action,
        act.subject.slice(0, 500),
        keptWords(act.why ?? '', 500),
        contentText(act.content),
        code,
      ])
    /** It is done already: that it can no longer be written is no reason to say that it was not. */
    const tell = (step: AuditOutcome, code?: string) =>
      write(step, code).catch((error: unknown) =>
        log.error(
          { fault: error instanceof Error ? error.name : typeof error, audit: id, step },
          'what came of an act could not be written to the audit; its asking stands',
        ),
      )
    await write('asked')
    try {
      const result = await work()
      await tell('done')
      return result
    } catch (error) {
      const code = refusalOf(error)
      await tell(code === null ? 'failed' : 'refused', code ?? '')
      throw error
    }
  },
})

const contentText = (content: object): string => {
  const text = JSON.stringify(content)
  return text.length <= CONTENT_MAX ? text : JSON.stringify({ tooLong: text.length })
}

/** The key is the act's own id and the step: a repeat of an insert whose answer was lost is the same row. */
const writeRow = async (
  clickhouse: AuditDoors['clickhouse'],
  row: readonly (string | number)[],
): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await clickhouse.insertRows('audit', AUDIT_COLUMNS, `${JSON.stringify(row)}\n`, 1)
    } catch (error) {
      const unknown = error instanceof ClickHouseError && error.kind === 'unknown'
      if (!unknown || attempt === ATTEMPTS) throw error
    }
  }
}
