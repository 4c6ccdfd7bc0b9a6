import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config'
import type { PublishedSnapshot } from './result.ts'

/** The publisher answered, but closed nothing. */
export class NotClosed extends Error {
  override readonly name = 'NotClosed'
  /** It failed, as it does while an engine is away, rather than refused. */
  readonly retriable: boolean
  constructor(message: string, { retriable }: { retriable: boolean }) {
    super(message)
    this.retriable = retriable
  }
}

/** Asks the snapshot publisher to close a date, and waits until every group is published and has its receipt. */
export const closeDate = async (
  date: string,
  at: { host: string; portBase: number; dataDir: string; signal: AbortSignal },
): Promise<PublishedSnapshot[]> => {
  const key = readFileSync(join(at.dataDir, 'keys', 'operator'), 'utf8').trim()
  const answer = await fetch(
    `http://${at.host}:${at.portBase + PORT_OFFSETS['snapshot-publisher']}/v1/snapshots`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ date }),
      signal: at.signal,
    },
  )
  const body = (await answer.json()) as { snapshots?: PublishedSnapshot[]; detail?: string }
  if (!answer.ok || !body.snapshots)
    throw new NotClosed(`the snapshot publisher did not close ${date}: ${body.detail ?? answer.status}`, {
      retriable: answer.status >= 500,
    })
  return body.snapshots
}
