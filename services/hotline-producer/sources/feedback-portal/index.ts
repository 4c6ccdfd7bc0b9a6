import type { ConnectedSource } from '@ioc/connectors/connected.ts'
import { poll } from '@ioc/connectors/poll/poll.ts'
import { byCursor } from '@ioc/connectors/poll/ways.ts'
import { vietnameseInstant } from '@ioc/connectors/texts/index.ts'
import { feedback } from '@ioc/schemas'
import { readInstant, toIso } from '@ioc/schemas/events/instant.ts'
import { mapping } from './mapping.ts'

const DAY_MS = 86_400_000

/** Citizens' feedback of the province on the national portal (Hệ thống tiếp nhận, trả lời phản ánh, kiến nghị). */
export const feedbackPortal: ConnectedSource = {
  name: 'feedback-portal',
  contract: feedback as unknown as ConnectedSource['contract'],
  title: { vi: 'Phản ánh, kiến nghị trên Cổng Dịch vụ công quốc gia', en: 'Feedback on the national portal' },
  simulated: false,
  rhythmSeconds: 900,
  streams: ['national-portal'],
  pollMs: 300_000,
  way: poll(
    byCursor({
      ...{ path: '/pakn', records: 'data', cursor: 'cursor', size: 'limit', next: 'nextCursor' },
      changedAtMs: (record) => {
        const told = vietnameseInstant(record.NgayCapNhat ?? record.NgayTiepNhan)
        const ms = typeof told === 'string' ? readInstant(told) : null
        return typeof ms === 'number' ? ms : null
      },
      overlapMs: DAY_MS,
      query: ({ position, days }): Record<string, string> => {
        const { watermarkMs } = position
        if (days)
          return { updatedSince: `${days.from}T00:00:00+07:00`, updatedUntil: `${days.to}T23:59:59+07:00` }
        return watermarkMs === null ? {} : { updatedSince: toIso(watermarkMs) }
      },
    }),
  ),
  mapping,
  sample: new URL('./sample.ndjson', import.meta.url),
}
