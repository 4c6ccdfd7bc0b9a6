import type { ConnectedSource } from '@ioc/connectors/connected.ts'
import { poll } from '@ioc/connectors/poll/poll.ts'
import { dossier } from '@ioc/schemas'
import { mapping } from './mapping.ts'
import { paging } from './paging.ts'

/** The province’s one-stop system (hệ thống một cửa), read by its sync payload: polled here, or pushed by its vendor in the provincial habit. */
export const oneStopPortal: ConnectedSource = {
  name: 'one-stop-portal',
  contract: dossier as unknown as ConnectedSource['contract'],
  title: { vi: 'Hệ thống một cửa điện tử của tỉnh', en: 'The province’s one-stop system' },
  simulated: false,
  rhythmSeconds: 300,
  pollMs: 60_000,
  way: poll(paging),
  mapping,
  sample: new URL('./sample.ndjson', import.meta.url),
}
