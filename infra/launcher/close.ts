import { PORT_OFFSETS } from '@ioc/config'
import { openPublisher, readOperatorKey } from '@ioc/exchange'
import type { PublishedSnapshot } from './result.ts'

/**
 * Asks the snapshot publisher to close a date, and waits until every group is published and has its receipt.
 * Throws what the publisher's door throws; it says of each whether asking again may help.
 */
export const closeDate = (
  date: string,
  at: { host: string; portBase: number; dataDir: string; signal: AbortSignal },
): Promise<PublishedSnapshot[]> =>
  openPublisher({
    url: `http://${at.host}:${at.portBase + PORT_OFFSETS['snapshot-publisher']}`,
    key: () => readOperatorKey(at.dataDir),
    signal: at.signal,
  }).publish({ date })
