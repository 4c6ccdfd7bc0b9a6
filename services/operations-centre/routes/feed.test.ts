import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openCatalogues } from '@ioc/catalogues'
import fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import type { Lens } from '../feed/lens.ts'
import { serveFeed } from './feed.ts'

const catalogues = openCatalogues()
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** The route alone, with one place for a viewer; what is known of the sources comes when the test says so. */
const open = async () => {
  const app = fastify()
  undo.push(() => app.close())
  const known = { asked: Promise.withResolvers<void>(), told: Promise.withResolvers<readonly string[]>() }
  const closed = Promise.withResolvers<void>()
  const seen = { subscribed: 0 }
  app.addHook('onRequest', async (_request, { raw }) => {
    raw.once('close', closed.resolve)
  })
  const never = new Promise<never>(() => {})
  serveFeed(
    app,
    {
      subscribe: () => {
        seen.subscribed += 1
        return () => {
          seen.subscribed -= 1
        }
      },
      lens: async () => ({ position: () => [], resume: () => ({ kind: 'unknown' }) }) as unknown as Lens,
      before: () => never,
      backlog: () => never,
    },
    {
      catalogues: () => catalogues,
      contracts: [],
      sources: () => {
        known.asked.resolve()
        return known.told.promise
      },
    },
    1,
  )
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const watch = (query: string): ClientRequest => {
    const viewer = request({ host: '127.0.0.1', port, path: `/v1/feed${query}` }).end()
    viewer.on('error', () => {}) // it is destroyed on purpose
    undo.push(() => viewer.destroy())
    return viewer
  }
  return { watch, known, closed: closed.promise, seen }
}

const statusOf = async (viewer: ClientRequest) => {
  const [answer] = (await once(viewer, 'response')) as [IncomingMessage]
  return answer.statusCode
}

test('who leaves before its question is understood takes no place and stays subscribed to nothing', async () => {
  const { watch, known, closed, seen } = await open()
  const left = watch('?source=one')
  await known.asked.promise
  left.destroy()
  await closed
  known.told.resolve(['one'])
  expect(await statusOf(watch('?source=one'))).toBe(200)
  expect(seen.subscribed).toBe(1)
})

test('who is there takes its place, and gives it back', async () => {
  const { watch, known, seen } = await open()
  known.told.resolve(['one'])
  const first = watch('')
  expect(await statusOf(first)).toBe(200)
  expect(await statusOf(watch(''))).toBe(503)
  first.destroy()
  await expect.poll(() => seen.subscribed, { timeout: 20_000 }).toBe(0)
  expect(await statusOf(watch(''))).toBe(200)
})
