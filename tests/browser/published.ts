import type { ClickHouse } from '@ioc/clickhouse'
import type { Artefact } from '@ioc/schemas/snapshot/index.ts'
import { artefactBytes } from '@ioc/snapshot'

/** A signed snapshot as the publisher leaves it in the table; gives the text that must be answered byte for byte. */
export const publish = async (
  clickhouse: ClickHouse,
  { body, digest, signature }: Artefact,
  publishedAt: string,
): Promise<string> => {
  const text = new TextDecoder().decode(artefactBytes({ body, digest, signature }))
  await clickhouse.insertRows(
    'snapshot',
    ['group', 'date', 'revision', 'digest', 'artefact', 'published_at'],
    `${JSON.stringify([body.group, body.date, body.revision, digest, text, publishedAt])}\n`,
    1,
  )
  return text
}

/** One attempt to deliver it, with the state of the receipt that came back, if one did. */
export const attempt = async (
  clickhouse: ClickHouse,
  { body: { group, date, revision } }: Pick<Artefact, 'body'>,
  attemptedAt: string,
  said: { status?: 'accepted' | 'refused'; outcome?: string } = {},
): Promise<void> => {
  const receipt = said.status === undefined ? '' : JSON.stringify({ status: said.status })
  await clickhouse.insertRows(
    'delivery',
    ['group', 'date', 'revision', 'attempt_id', 'attempted_at', 'outcome', 'receipt'],
    `${JSON.stringify([group, date, revision, attemptedAt, attemptedAt, said.outcome ?? 'again', receipt])}\n`,
    1,
  )
}
