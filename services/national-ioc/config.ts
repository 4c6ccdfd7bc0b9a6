import { settings } from '@ioc/config/settings.ts'
import { z } from 'zod'
import { isTokenFile } from './tokens.ts'

/** Settings of the receiver. `NATIONAL_TRUSTED_JWKS`: file or http(s) address of the publisher's keys; the operations centre's, if not said. */
export const receiverSettings = {
  IOC_DATA_DIR: settings.IOC_DATA_DIR,
  IOC_HOST: settings.IOC_HOST,
  IOC_PORT_BASE: settings.IOC_PORT_BASE,
  IOC_BUSINESS_CLOCK: settings.IOC_BUSINESS_CLOCK,
  IOC_LOG_LEVEL: settings.IOC_LOG_LEVEL,
  NATIONAL_TRUSTED_JWKS: z
    .string()
    .refine((text) => !/^https?:/i.test(text) || URL.canParse(text), {
      error: 'is neither a file nor an http(s) address, e.g. http://127.0.0.1:8080/.well-known/jwks.json',
    })
    .optional(),
  /** File of the bearer tokens that may send, one a line; `#` begins a remark. */
  NATIONAL_TOKENS_FILE: z
    .string()
    .refine(isTokenFile, { error: 'is not a readable file of bearer tokens, one a line' })
    .optional(),
} as const

/** Where the trusted keys are read from. */
export const trustedJwksOf = (config: {
  IOC_HOST: string
  IOC_PORT_BASE: number
  NATIONAL_TRUSTED_JWKS?: string | undefined
}): string =>
  config.NATIONAL_TRUSTED_JWKS ??
  `http://${reachable(config.IOC_HOST)}:${config.IOC_PORT_BASE}/.well-known/jwks.json`

/** An address one can connect to, for one that is only listened on. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
