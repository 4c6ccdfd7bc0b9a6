import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { INDICATOR_PATH, pathOf, SCREENS, VALUE_PATH } from '../web/screens/paths.ts'

/** Everything comes from here and nothing is inline, so a page can neither leak nor be made to run what others wrote. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

const NOT_BUILT = `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Chưa dựng giao diện</title></head>
<body><h1>Giao diện chưa được dựng</h1><p>Chạy <code>npm start</code> để dựng.</p>
<p lang="en">The pages are not built yet: <code>npm start</code> builds them.</p></body></html>`

const NOT_FOR_PERSONS = /^\/(?:v1|health|assets|\.well-known|metrics)(?:\/|$)/

/** Serves the built web app; where it was never built, says so. */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(HEADERS)
  })
  if (existsSync(join(folder, 'index.html'))) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false, // what is no file is answered below
      preCompressed: true, // `vite build` left each script and sheet beside itself as .br and .gz
      // Names under assets/ carry a hash of their content; the page itself must be asked for each time.
      setHeaders: (reply, path) =>
        reply.header('cache-control', path.includes('/assets/') ? 'max-age=31536000, immutable' : 'no-cache'),
    })
    // The address of a screen, opened cold: the page finds its screen by itself.
    const others = SCREENS.filter((id) => id !== 'overview')
    for (const path of [...others.map(pathOf), INDICATOR_PATH, VALUE_PATH])
      app.get(path, async (_request, reply) => reply.sendFile('index.html'))
    // Who follows a wrong link is a person: the page says so and leads back. A program is told as ever.
    app.get('/*', async (request, reply) => {
      if (NOT_FOR_PERSONS.test(request.url) || !request.headers.accept?.includes('text/html'))
        return reply.callNotFound()
      return reply.status(404).sendFile('index.html')
    })
  } else
    app.get('/', async (_request, reply) =>
      reply.status(503).type('text/html; charset=utf-8').send(NOT_BUILT),
    )
}
