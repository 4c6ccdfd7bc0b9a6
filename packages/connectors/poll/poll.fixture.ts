import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SourceContext } from '@ioc/source/source.ts'
import type { OpenWay, Reading } from '../way.ts'
import type { Paging } from './paging.ts'
import { poll } from './poll.ts'
import { pollSettings } from './settings.ts'

export const context: SourceContext = {
  clock: {
    ...{ now: Date.now, beganAt: null, running: true },
    ...{ atArrival: (ms: number) => ms, systemInstantOf: (ms: number) => ms },
  },
  signal: new AbortController().signal,
  callerHash: () => '',
}

/** Another system on a port of its own, which answers as it is told. */
export const openOther = async (
  answer: (url: URL, response: ServerResponse, request: IncomingMessage, body: string) => void,
) => {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    asked.push(`${url.pathname}${url.search}`)
    let body = ''
    for await (const chunk of request) body += String(chunk)
    answer(url, response, request, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const openPoll = (
  paging: Paging,
  settings: Record<string, unknown>,
  notices: string[] = [],
): OpenWay =>
  poll(paging).open(pollSettings.parse(settings), {
    ...{ name: 'other', ownFolder: '', now: Date.now, notice: (message: string) => notices.push(message) },
  })

/** Records of a whole walk, and its last word. */
export const walk = async (way: OpenWay, since: Reading['checkpoint'] | null = null) => {
  const records: unknown[] = []
  let checkpoint = since
  for await (const reading of way.read(since, context)) {
    records.push(...reading.reads.map((read) => ('record' in read ? read.record : read)))
    checkpoint = reading.checkpoint
  }
  return { records, checkpoint }
}
