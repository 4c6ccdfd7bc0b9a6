import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { TlsTexts } from '@ioc/config'

/** How a side is reached beside its address: whom we trust, who we are, the bearer token. */
export type Way = { tls?: TlsTexts; token?: string | undefined }

/** What is at an address; rejects where nothing is, with the code of the connection, or `TimeoutError`. */
export const get = (
  url: string,
  { tls = {}, token }: Way,
  msMax: number,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const secure = url.startsWith('https:')
    const request = (secure ? httpsRequest : httpRequest)(url, {
      ...(secure ? { minVersion: 'TLSv1.2', ...tls } : {}),
      agent: false, // a command ends; nothing is kept open
      signal: AbortSignal.timeout(msMax),
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    request.end()
  })
