import type { Log } from '@ioc/log'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { listenFault } from './address.ts'
import { answerWithProblems, sendProblem } from './problem.ts'

/** Is the service ready for work? `false` or `{ ready: false, …why }` answers 503. */
export type Ready = () => Promise<boolean | { ready: boolean; [why: string]: unknown }>

export type HttpOptions = {
  service: string
  host: string
  /** 0 takes a free port; `port()` says which. */
  port: number
  log: Log
  ready: Ready
  /** Largest request body; 1 MiB if not said. */
  bodyLimitBytes?: number
}

export type Http = {
  /** For the service's own routes; add them before `listen`. */
  app: FastifyInstance
  /** For the service's own metrics. */
  registry: Registry
  /** Throws `PortTaken` or `AddressRefused`. */
  listen(): Promise<void>
  /** The port it listens on. */
  port(): number
  /** Lets requests under way finish for up to 3 s, then cuts what is left (streams, for instance). */
  close(): Promise<void>
}

const READY_WAIT_MS = 5_000
const CLOSE_WAIT_MS = 3_000
const REQUEST_WAIT_MS = 60_000

/** The one HTTP server of a service: `GET /health/live`, `/health/ready`, `/metrics`, and room for its own routes. */
export const openHttp = async (options: HttpOptions): Promise<Http> => {
  const { service, host, log } = options
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // A line for each request would drown the log in probes; what goes wrong is logged by the error handler, without bodies.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes ?? 1024 * 1024,
    requestTimeout: REQUEST_WAIT_MS,
    // An address that is none (/%E0%A4%A) is refused before any handler of ours.
    frameworkErrors: (_error, _request, reply) =>
      sendProblem(reply, { status: 400, detail: 'The address cannot be read.' }),
    forceCloseConnections: 'idle',
  })
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  answerWithProblems(app)

  app.get('/health/live', async () => ({ status: 'live', service }))
  app.get('/health/ready', async (_request, reply) => {
    const answer = await askReady(options.ready, log)
    const { ready, ...why } = typeof answer === 'boolean' ? { ready: answer } : answer
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', service, ...why })
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )

  return {
    app,
    registry,
    listen: async () => {
      try {
        await app.listen({ host, port: options.port })
      } catch (error) {
        throw listenFault(service, host, options.port, error)
      }
    },
    port: () => {
      const address = app.server.address()
      return typeof address === 'object' && address !== null ? address.port : options.port
    },
    close: async () => {
      const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_WAIT_MS)
      await app.close().finally(() => clearTimeout(cut))
    },
  }
}

/** A question that fails or hangs is a no: a probe must always be answered. */
const askReady = async (ready: Ready, log: Log): Promise<Awaited<ReturnType<Ready>>> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<{ ready: boolean; reason: string }>((resolve) => {
    timer = setTimeout(() => resolve({ ready: false, reason: 'no-answer-in-time' }), READY_WAIT_MS)
  })
  try {
    return await Promise.race([ready(), late])
  } catch (error) {
    log.warn({ err: error }, 'readiness could not be told')
    return { ready: false, reason: 'readiness-unknown' }
  } finally {
    clearTimeout(timer)
  }
}
