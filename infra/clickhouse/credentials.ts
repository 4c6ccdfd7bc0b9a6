import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { ClickHouseException } from './exception.ts'

export interface Account {
  user: string
  password: string
}

/**
 * Refuses, as the server does, a request that does not come from the one account this endpoint knows.
 * Credentials may come as basic authentication, as `X-ClickHouse-User` and `-Key`, or as `user` and `password` in the
 * address; with none, the caller is `default` without a password.
 * @throws ClickHouseException 516 AUTHENTICATION_FAILED
 */
export function requireAccount(account: Account, request: IncomingMessage, address: URLSearchParams): void {
  const caller = basic(request) ?? headers(request) ?? parameters(address)
  const rightUser = same(caller.user, account.user)
  const rightPassword = same(caller.password, account.password)
  if (rightUser && rightPassword) return
  throw new ClickHouseException(
    516,
    'AUTHENTICATION_FAILED',
    `${caller.user}: Authentication failed: password is incorrect, or there is no user with such name.`,
  )
}

function basic(request: IncomingMessage): Account | undefined {
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic' || encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0
    ? { user: text, password: '' }
    : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

function headers(request: IncomingMessage): Account | undefined {
  const user = request.headers['x-clickhouse-user']
  const password = request.headers['x-clickhouse-key']
  if (user === undefined && password === undefined) return undefined
  return { user: String(user ?? 'default'), password: String(password ?? '') }
}

function parameters(address: URLSearchParams): Account {
  return { user: address.get('user') ?? 'default', password: address.get('password') ?? '' }
}

/** Compares in a time that says nothing about where the difference is. */
function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
