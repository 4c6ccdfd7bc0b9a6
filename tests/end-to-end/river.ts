import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PORT_OFFSETS, type ServiceName } from '@ioc/config'

/** A running river seen from outside: its addresses and keys, and nothing of its code. */
export type River = { dataDir: string; portBase: number }

export const addressOf = ({ portBase }: River, service: ServiceName) =>
  `http://127.0.0.1:${portBase + PORT_OFFSETS[service]}`

export const keyOf = ({ dataDir }: River, source: string) =>
  readFileSync(join(dataDir, 'keys', source), 'utf8').trim()

/** What `figuresOf` and `--once --json` give of a figure, as far as the golden table speaks of it. */
export type FigureSeen = {
  id: string
  kind: string
  numerator: number | null
  denominator: number | null
  percent: string | null
  printed: string
  agrees: boolean
  knownDifference: string | null
}

/** Which producer takes a contract's events by push, and as which source. */
export const PUSHED = {
  'dossier.v1': { service: 'dossier-producer', source: 'dossier-push' },
  'feedback.v1': { service: 'hotline-producer', source: 'feedback-push' },
  'survey-response.v1': { service: 'survey-producer', source: 'survey-push' },
  'reported-figure.v1': { service: 'figure-producer', source: 'figure-push' },
} as const satisfies Record<string, { service: ServiceName; source: string }>
export type PushedTopic = keyof typeof PUSHED

export const SINGLE = 'application/cloudevents+json'
export const BATCH = 'application/cloudevents-batch+json'

export type Answer = {
  status: number
  type: string
  body: {
    accepted?: number
    rejected?: {
      index: number
      id: string | null
      reasons: { path: string; code: string; message: string }[]
    }[]
    title?: string
  }
}

/** `POST /v1/events` as curl would; `key` and `contentType` can be made wrong. */
export const push = async (
  river: River,
  topic: PushedTopic,
  body: string | Buffer,
  {
    key = keyOf(river, PUSHED[topic].source),
    headers = { 'content-type': SINGLE } as Record<string, string>,
  } = {},
): Promise<Answer> => {
  const answer = await fetch(`${addressOf(river, PUSHED[topic].service)}/v1/events`, {
    method: 'POST',
    headers: { ...headers, ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    body: (await answer.json()) as Answer['body'],
  }
}

export const getJson = async <T>(url: string): Promise<T> => {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}
