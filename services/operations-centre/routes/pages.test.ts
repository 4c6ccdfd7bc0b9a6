import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { servePages } from './pages.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-pages-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('pages that were never built answer 503 and say what builds them', async () => {
  const app = fastify()
  await servePages(app, folder)
  const answer = await app.inject('/')
  expect(answer.statusCode).toBe(503)
  expect(answer.body).toContain('npm start')
})

test('everything comes from here, nothing inline; only names with a hash are kept by the browser', async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><p>ok</p>')
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'assets/page-0a1b.js'), '')
  writeFileSync(join(folder, 'assets/page-0a1b.js.br'), 'compressed')
  const app = fastify()
  await servePages(app, folder)
  const page = await app.inject('/')
  expect(page.headers['content-security-policy']).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'",
  )
  expect(page.headers['content-security-policy']).not.toContain('unsafe')
  expect(page.headers['cache-control']).toBe('no-cache')
  expect((await app.inject('/assets/page-0a1b.js')).headers['cache-control']).toContain('immutable')
  const asked = { url: '/assets/page-0a1b.js', headers: { 'accept-encoding': 'gzip, br' } }
  const { headers, body } = await app.inject(asked)
  expect([headers['content-encoding'], body]).toEqual(['br', 'compressed'])
  expect(headers['content-type']).toContain('javascript')
  expect(headers['cache-control']).toContain('immutable')
  expect((await app.inject('/../package.json')).statusCode).toBe(404)
  // Opened cold, the address of a screen is the page; what is none is not.
  const screen = await app.inject('/dead-letters?lang=en')
  expect([screen.statusCode, screen.body, screen.headers['cache-control']]).toEqual([
    200,
    page.body,
    'no-cache',
  ])
  expect((await app.inject('/nothing')).statusCode).toBe(404)
  // A person who follows a wrong link gets the page, which says so and leads back; what was asked of the API does not.
  const headers404 = { accept: 'text/html,application/xhtml+xml' }
  const nowhere = await app.inject({ url: '/nowhere?lang=en', headers: headers404 })
  expect([nowhere.statusCode, nowhere.body]).toEqual([404, page.body])
  const unasked = await app.inject({ url: '/v1/nothing', headers: headers404 })
  expect([unasked.statusCode, unasked.body === page.body]).toEqual([404, false])
})
