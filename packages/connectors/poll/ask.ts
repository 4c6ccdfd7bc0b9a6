import { readFileSync } from 'node:fs'
import { CannotRead } from '../way.ts'
import { bodyOf } from './body.ts'
import type { PollSettings } from './settings.ts'

/** One question to the other side. */
export type Question = {
  /** Appended to the place’s `url`. */
  path: string
  /** An address the other side gave itself, whole or as seen from `path`; its path and query are asked, at the place’s host. */
  link?: string
  query?: Readonly<Record<string, string>>
  /** Sent as JSON, by POST; not said: GET. */
  body?: unknown
}

export type Answer =
  | { kind: 'unchanged' }
  | { kind: 'json'; json: unknown; etag: string | null; dateMs: number | null; link: string | null }

/** Beyond, an answer is not a page of records. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024
const TOKEN_BYTES_MAX = 64 * 1024
/** A token is renewed this long before it ends. */
const TOKEN_MARGIN_MS = 30_000
const TOKEN_MS_DEFAULT = 300_000

const secretOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new CannotRead(
      `the secret file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown cause'})`,
    )
  }
}

/** Seconds or a date (RFC 9110, 10.2.3), as ms from now. */
const retryAfterMs = (header: string | null, nowMs: number): number | null => {
  if (header === null) return null
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowMs
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

/** Speaks to one REST interface: bounded in time and bytes, with the place's credentials. A token is got once and renewed before it ends, or when it is refused. */
export const openDoor = (settings: PollSettings, now: () => number) => {
  const { auth } = settings
  let token: { text: string; endsMs: number } | null = null

  /** @throws CannotRead */
  const fetched = async (url: URL, init: RequestInit, bytesMax: number, signal: AbortSignal) => {
    const late = AbortSignal.timeout(settings.timeoutSeconds * 1000)
    const shown = `${url.origin}${url.pathname}`
    try {
      // A redirect could lead the credentials elsewhere.
      const answer = await fetch(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any([signal, late]),
      })
      return { answer, text: await bodyOf(answer, bytesMax, shown), shown }
    } catch (error) {
      if (signal.aborted || error instanceof CannotRead) throw error
      if (late.aborted)
        throw new CannotRead(`${shown} did not answer to the end within ${settings.timeoutSeconds} s`)
      // The library’s sentence may quote what it got; its code is a word of its own.
      const { code } = ((error as Error).cause ?? {}) as { code?: string }
      throw new CannotRead(`${shown} cannot be reached, or breaks off (${code ?? 'no code'})`)
    }
  }

  const parsed = (text: string, shown: string): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      throw new CannotRead(`${shown} answers with ${text.length} characters that are not JSON`)
    }
  }

  const newToken = async (signal: AbortSignal): Promise<string> => {
    if (auth.kind !== 'client-credentials') throw new RangeError('only client credentials get tokens')
    const form = new URLSearchParams({ grant_type: 'client_credentials' })
    if (auth.scope !== undefined) form.set('scope', auth.scope)
    const [id, secret] = [auth.clientId, secretOf(auth.clientSecretFile)]
    const inForm = auth.sendIn === 'form'
    if (inForm)
      for (const [name, value] of [
        ['client_id', id],
        ['client_secret', secret],
      ] as const)
        form.set(name, value)
    const basic = Buffer.from([id, secret].map(encodeURIComponent).join(':')).toString('base64')
    const { answer, text, shown } = await fetched(
      new URL(auth.tokenUrl),
      {
        method: 'POST',
        headers: {
          accept: 'application/json',
          ...(inForm ? {} : { authorization: `Basic ${basic}` }),
        },
        body: form,
      },
      TOKEN_BYTES_MAX,
      signal,
    )
    if (!answer.ok)
      throw new CannotRead(
        `${shown} gives no token (${answer.status}): are clientId and clientSecretFile right?`,
        withRetryAfter(answer, now()),
      )
    const told = parsed(text, shown) as { access_token?: unknown; expires_in?: unknown } | null
    if (typeof told?.access_token !== 'string')
      throw new CannotRead(`${shown} answers without access_token (RFC 6749, 5.1)`)
    const ms = typeof told.expires_in === 'number' ? told.expires_in * 1000 : TOKEN_MS_DEFAULT
    token = { text: told.access_token, endsMs: now() + ms }
    return token.text
  }

  const credentials = async (signal: AbortSignal): Promise<Record<string, string>> => {
    switch (auth.kind) {
      case 'none':
        return {}
      case 'bearer':
        return { authorization: `Bearer ${secretOf(auth.tokenFile)}` }
      case 'header':
        return { [auth.name]: secretOf(auth.valueFile) }
      case 'client-credentials': {
        const good = token !== null && token.endsMs - TOKEN_MARGIN_MS > now()
        return { authorization: `Bearer ${good ? token!.text : await newToken(signal)}` }
      }
    }
  }

  const urlOf = ({ path, link, query }: Question): URL => {
    const url = new URL(settings.url)
    url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`
    if (link !== undefined) {
      if (!URL.canParse(link, url.href))
        throw new CannotRead(`${url.origin}${url.pathname} names a next page that is no address`)
      const { pathname, search } = new URL(link, url)
      url.pathname = pathname
      url.search = search
    }
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    return url
  }

  /** @throws CannotRead for whatever is no answer to the question */
  const ask = async (question: Question, etag: string | null, signal: AbortSignal): Promise<Answer> => {
    const url = urlOf(question)
    const hasBody = question.body !== undefined
    const send = async () =>
      fetched(
        url,
        {
          method: hasBody ? 'POST' : 'GET',
          headers: {
            accept: 'application/json',
            ...settings.headers,
            ...(await credentials(signal)),
            ...(hasBody ? { 'content-type': 'application/json' } : {}),
            ...(etag === null ? {} : { 'if-none-match': etag }),
          },
          ...(hasBody ? { body: JSON.stringify(question.body) } : {}),
        },
        ANSWER_BYTES_MAX,
        signal,
      )
    let got = await send()
    if (got.answer.status === 401 && auth.kind === 'client-credentials') {
      token = null // ended early on the other side
      got = await send()
    }
    const { answer, text, shown } = got
    if (answer.status === 304) return { kind: 'unchanged' }
    if (!answer.ok)
      throw new CannotRead(
        `${shown} answers ${answer.status}${meaningOf(answer.status)}`,
        withRetryAfter(answer, now()),
      )
    const dateMs = Date.parse(answer.headers.get('date') ?? '')
    return {
      kind: 'json',
      json: parsed(text, shown),
      etag: answer.headers.get('etag'),
      dateMs: Number.isNaN(dateMs) ? null : dateMs,
      link: nextLink(answer.headers.get('link')),
    }
  }
  return { ask }
}

const withRetryAfter = (answer: Response, nowMs: number): { retryAfterMs?: number } => {
  const ms = retryAfterMs(answer.headers.get('retry-after'), nowMs)
  return ms === null ? {} : { retryAfterMs: ms }
}

/** `<https://…?page=2>; rel="next", <…>; rel="last"` (RFC 8288): the address of the next page, or null. */
const nextLink = (header: string | null): string | null => {
  for (const [, address, told] of (header ?? '').matchAll(/<([^>]*)>([^<]*)/g))
    if (/;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i.test(told!)) return address!
  return null
}

/** What a person can do about it. */
const meaningOf = (status: number): string => {
  if (status === 401 || status === 403) return ': the credentials of this source are not accepted there'
  if (status === 404) return ': is the url of this source right?'
  if (status === 429) return ': it asks to be asked less often'
  if (status >= 300 && status < 400)
    return ': it points elsewhere, which is not followed; set url to the new address'
  return ''
}
