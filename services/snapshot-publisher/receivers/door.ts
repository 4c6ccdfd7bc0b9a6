import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { TlsTexts } from '@ioc/config'
import { type Trouble, troubleOf } from './trouble.ts'

/** PEM texts: whom we trust, and who we are. */
export type Tls = TlsTexts

export type Question = {
  method: 'GET' | 'PUT' | 'POST'
  /** Below the base address, with its leading slash. */
  path: string
  headers?: Record<string, string>
  body?: Buffer
}
export type Asked =
  | { kind: 'answer'; status: number; headers: IncomingHttpHeaders; text: string }
  | ({ kind: 'trouble' } & Trouble)

/** The way to one national system: HTTP or HTTPS, with bounds on time and size. */
export type Door = {
  url: string
  ask(question: Question, signal: AbortSignal): Promise<Asked>
  close(): void
}

export type Bounds = {
  connectMs: number
  sendMs: number
  headersMs: number
  bodyMs: number
  answerBytes: number
}
const BOUNDS: Bounds = {
  connectMs: 5_000,
  sendMs: 120_000, // 9 MB over 600 kbit/s
  headersMs: 60_000, // the receiver checks a day's snapshot before it answers
  bodyMs: 30_000,
  answerBytes: 1024 * 1024, // a receipt is below 1 kB
}

/**
 * Opens the way. `token` and `tls` are asked at every request, so a new token or certificate in its file needs no restart. `token` throws where
 * it cannot be had; `tls` gives the same object while nothing has changed, since each other one takes new connections.
 */
export const openDoor = (options: {
  url: string
  tls?: () => Tls
  token?: () => string
  bounds?: Partial<Bounds>
}): Door => {
  const base = options.url.replace(/\/+$/, '')
  const secure = base.startsWith('https:')
  const bounds = { ...BOUNDS, ...options.bounds }
  const agents = secure ? openAgents(options.tls ?? (() => NO_TLS)) : null
  const plain = new HttpAgent({ keepAlive: true })

  const once = (question: Question, signal: AbortSignal): Promise<Asked & { stale?: boolean }> =>
    new Promise((resolve) => {
      const { method, path, headers = {}, body } = question
      let stage: keyof Omit<Bounds, 'answerBytes'> = 'connectMs'
      let timer: NodeJS.Timeout
      let ended = false
      const end = (asked: Asked & { stale?: boolean }) => {
        if (ended) return
        ended = true
        clearTimeout(timer)
        resolve(asked)
      }
      const fail = (error: unknown, stale = false) => end({ kind: 'trouble', ...troubleOf(error), stale })
      const enter = (next: typeof stage) => {
        stage = next
        clearTimeout(timer)
        timer = setTimeout(() => {
          end({ kind: 'trouble', code: 'timeout', detail: `${SLOW[stage]} within ${bounds[stage] / 1000} s` })
          request.destroy()
        }, bounds[stage])
      }
      const authorization = tokenOf(options.token)
      if (authorization === null)
        return resolve({
          kind: 'trouble',
          code: 'credential',
          detail: 'the file of the bearer token (NATIONAL_IOC_TOKEN_FILE) cannot be read',
        })
      const request = (secure ? httpsRequest : httpRequest)(`${base}${path}`, {
        method,
        agent: agents?.current() ?? plain,
        signal,
        headers: {
          accept: 'application/json',
          ...headers,
          ...authorization,
          ...(body ? { 'content-length': String(body.length) } : {}),
        },
      })
      enter('connectMs')
      request.on('socket', (socket) => {
        if (!socket.connecting && (!secure || (socket as TLSSocket).authorized)) enter('sendMs')
        else socket.once(secure ? 'secureConnect' : 'connect', () => enter('sendMs'))
      })
      request.on('finish', () => stage === 'sendMs' && enter('headersMs'))
      request.on('error', (error) => fail(error, request.reusedSocket))
      request.on('response', (response) => {
        enter('bodyMs')
        readAnswer(response, bounds.answerBytes, end, fail)
      })
      request.end(body)
    })

  return {
    url: base,
    ask: async (question, signal) => {
      const asked = await once(question, signal)
      // A kept connection the other side had closed already: nothing was read of it, so once more on a new one.
      return asked.kind === 'trouble' && asked.stale && asked.code === 'cut-off'
        ? once(question, signal)
        : asked
    },
    close: () => {
      agents?.close()
      plain.destroy()
    },
  }
}

const NO_TLS: Tls = {}

/** Connections by the certificates of now. Those by earlier ones finish what is under way on them, and are not used again. */
const openAgents = (tls: () => Tls) => {
  let by: Tls | null = null
  let agent: HttpsAgent | null = null
  return {
    current: (): HttpsAgent => {
      const now = tls()
      if (agent && now === by) return agent
      if (agent) retire(agent)
      by = now
      agent = new HttpsAgent({ keepAlive: true, minVersion: 'TLSv1.2', ...now })
      return agent
    },
    close: () => agent?.destroy(),
  }
}

const retire = (agent: HttpsAgent) => {
  for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy()
  agent.on('free', (socket: TLSSocket) => socket.destroy())
}

const SLOW = {
  connectMs: 'the receiver does not take the connection',
  sendMs: 'the receiver does not read the snapshot',
  headersMs: 'the receiver took the snapshot and does not answer',
  bodyMs: 'the receiver’s answer does not end',
} as const

const tokenOf = (token: (() => string) | undefined): { authorization?: string } | null => {
  if (!token) return {}
  try {
    return { authorization: `Bearer ${token()}` }
  } catch {
    return null // said in words by the caller; the file may be back at the next attempt
  }
}

const readAnswer = (
  response: IncomingMessage,
  bytesMax: number,
  end: (asked: Asked) => void,
  fail: (error: unknown) => void,
): void => {
  const chunks: Buffer[] = []
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= bytesMax) return void chunks.push(chunk)
    end({ kind: 'trouble', code: 'too-large', detail: `the answer is larger than ${bytesMax} bytes` })
    response.destroy()
  })
  response.on('error', fail)
  response.on('end', () =>
    end({
      kind: 'answer',
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: Buffer.concat(chunks).toString('utf8'),
    }),
  )
}
