import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLog } from '@ioc/log'
import { dossier } from '@ioc/schemas'
import { afterEach, expect, test } from 'vitest'
import type { ConnectedSource } from './connected.ts'
import { toldOf } from './fault.ts'
import { openConnected } from './opened.ts'
import { context, openOther } from './poll/poll.fixture.ts'
import { poll } from './poll/poll.ts'
import { byLink } from './poll/ways.ts'
import { CannotRead } from './way.ts'

/** What another system might say of a record: whoever reads logs or a status must not meet it. */
const PERSON = 'NGUYỄN VĂN MẪU 079012345678'
const NAME = encodeURIComponent(PERSON)

let closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

/** What a person is shown of a source that is read once from this address. */
const shownOf = async (
  url: string,
  mapping: ConnectedSource['mapping'] = () => ({ kind: 'skip', why: 'x' }),
) => {
  const logged: unknown[] = []
  const log = createLog('test', 'fatal')
  log.warn = ((...words: unknown[]) => logged.push(words)) as typeof log.warn
  const stopping = new AbortController()
  const connected = {
    ...{
      name: 'other',
      contract: dossier,
      title: { vi: '', en: '' },
      simulated: false,
      rhythmSeconds: 60,
      pollMs: 1,
    },
    ...{ way: poll(byLink({ path: '/items', records: 'data', size: 'n', next: 'next' })), mapping },
    sample: new URL('file:///nowhere'),
  } as unknown as ConnectedSource
  const opened = openConnected(
    connected,
    { url, timeoutSeconds: 20 },
    {
      ...{ name: 'other', ownFolder: '', settingsFile: '', log, now: Date.now, random: () => 0 },
      everySeconds: undefined,
    },
  )
  const reading = opened.source.read(null, { ...context, signal: stopping.signal })[Symbol.asyncIterator]()
  // It pauses after a fault, for as long as it backs off: cut short as soon as the fault is told.
  const done = (async () => {
    while (!(await reading.next()).done);
  })()
  const told = setInterval(() => {
    if (opened.troubles().error !== null) stopping.abort()
  }, 5)
  await done
  clearInterval(told)
  const { error, notice } = opened.troubles()
  return {
    error,
    all: JSON.stringify([error, notice, logged], (_, value) =>
      value instanceof Error ? value.stack : value,
    ),
  }
}

test.each([
  { what: 'an error page', status: 500, body: PERSON, says: /answers 500/ },
  {
    what: 'a page that is no JSON',
    status: 200,
    body: `<p>${PERSON}</p>`,
    says: /characters that are not JSON/,
  },
  {
    what: 'an answer without its list',
    status: 200,
    body: JSON.stringify({ [PERSON]: 1 }),
    says: /no list "data"/,
  },
  {
    what: 'a next page that is no address',
    status: 200,
    body: JSON.stringify({ data: [{ a: 1 }], next: `http://[${PERSON}` }),
    says: /names a next page that is no address/,
  },
  { what: 'bytes that are no UTF-8', status: 200, body: Buffer.from([0xff, 0xfe]), says: /not UTF-8/ },
])('$what is said without a word of it', async ({ status, body, says }) => {
  const side = await openOther((_, response) => response.writeHead(status).end(body))
  closing.push(side.close)
  const shown = await shownOf(`${side.url}/`)
  expect(shown.error).toMatch(says)
  expect(shown.all).not.toContain('MẪU')
  expect(shown.all).not.toContain(NAME)
})

test('a page that breaks off is said without its address’s query', async () => {
  const server: Server = createServer((request, response) => {
    const isFirst = !request.url!.includes('who=')
    if (isFirst) return void response.end(JSON.stringify({ data: [{ a: 1 }], next: `/items?who=${NAME}` }))
    response.writeHead(200, { 'content-length': '1000' })
    response.write(PERSON)
    setImmediate(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const shown = await shownOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  expect(shown.error).toMatch(/cannot be reached, or breaks off/)
  expect(shown.all).not.toContain('MẪU')
  expect(shown.all).not.toContain(NAME)
})

test('a mapping that fails is told by the kind and place of its fault, not by what it was given', async () => {
  const side = await openOther((_, response) => response.end(JSON.stringify({ data: [{ who: PERSON }] })))
  closing.push(side.close)
  const { error, all } = await shownOf(side.url, (record) => JSON.parse(String(record.who)))
  expect(error).toMatch(
    /^a fault in the code of this source: SyntaxError at packages\/connectors\/fault\.test\.ts:\d+$/,
  )
  expect(all).not.toContain('MẪU')
})

test('our own words are told as they stand, whatever is thrown besides is not', () => {
  expect(toldOf(new CannotRead('the folder is not there'))).toBe('the folder is not there')
  expect(toldOf(PERSON)).not.toContain('MẪU')
  expect(
    toldOf(Object.assign(new Error(`${PERSON}\n at services/${PERSON}.ts:1`), { name: PERSON })),
  ).not.toContain('MẪU')
})
