import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Checkpoint, SourceContext } from '@ioc/source/source.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { poll } from './poll.ts'
import { pollSettings } from './settings.ts'
import { byPage } from './ways.ts'

const NOW = Date.parse('2024-07-01T00:00:00+07:00')
const HOUR = 3_600_000

let records: { id: number; at: number }[] = []
let asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  response.setHeader('content-type', 'application/json')
  // Our clock, so that only the watermark is odd here.
  response.setHeader('date', new Date(NOW).toUTCString())
  response.end(JSON.stringify(records))
})
let url: string
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const way = poll(
  byPage({
    ...{ path: '/x', records: null, page: 'page', size: 'size', overlapMs: HOUR },
    changedAtMs: (record) => record.at as number,
    query: ({ position }): Record<string, string> =>
      position.watermarkMs === null ? {} : { since: String(position.watermarkMs) },
  }),
)

/** One walk; what it read, where it stands, and what a person was told. */
const walk = async (since: Checkpoint | null) => {
  const notices: string[] = []
  const opened = way.open(pollSettings.parse({ url }), {
    ...{
      name: 'test',
      ownFolder: '',
      now: () => NOW,
      notice: (message: string) => void notices.push(message),
    },
  })
  const context = {
    clock: { now: () => NOW },
    signal: new AbortController().signal,
  } as unknown as SourceContext
  const ids: unknown[] = []
  let checkpoint: Checkpoint | null = since
  for await (const reading of opened.read(since, context)) {
    ids.push(...reading.reads.map((read) => 'record' in read && read.record.id))
    checkpoint = reading.checkpoint
  }
  return { ids, checkpoint, notices }
}

test('an other side whose watermark goes back is said; what it tells is read, and ours stays where it was', async () => {
  records = [{ id: 1, at: NOW - HOUR }]
  const first = await walk(null)
  expect(first).toMatchObject({ ids: [1], checkpoint: { watermarkMs: NOW - HOUR }, notices: [] })

  // Restored from a backup of the day before: it gives what it has, and its newest is old.
  records = [{ id: 2, at: NOW - 24 * HOUR }]
  const back = await walk(first.checkpoint)
  expect(back.ids).toEqual([2])
  expect(back.checkpoint).toMatchObject({ watermarkMs: NOW - HOUR })
  expect(back.notices).toEqual([
    expect.stringMatching(/lies before what was read already: its watermark went back/),
  ])

  // Well again: it goes on behind ours, the overlap before it.
  asked = []
  records = [{ id: 3, at: NOW - HOUR / 2 }]
  expect(await walk(back.checkpoint)).toMatchObject({
    ids: [3],
    checkpoint: { watermarkMs: NOW - HOUR / 2 },
    notices: [],
  })
  expect(asked).toEqual([expect.stringContaining(`since=${NOW - 2 * HOUR}`)])
})

test('a change dated far ahead is read, and does not move the watermark over all that comes before it', async () => {
  records = [
    { id: 4, at: NOW - HOUR },
    { id: 5, at: NOW + 365 * 24 * HOUR },
  ]
  expect(await walk(null)).toMatchObject({ ids: [4, 5], checkpoint: { watermarkMs: NOW - HOUR } })
})
