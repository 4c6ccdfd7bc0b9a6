import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { ConfigFaults } from './faults.ts'
import { settings } from './settings.ts'

export const ADAPTERS = ['reference', 'lgsp'] as const
export type Adapter = (typeof ADAPTERS)[number]

/** A file that holds what it should, found out at the start: at five past midnight nobody is there to mend a path. */
const file = (holds: (text: string) => boolean, error: string) =>
  z
    .string()
    .refine((path) => readable(path, holds), { error })
    .optional()

const secretFile = (holds: (text: string) => boolean, error: string) =>
  file(holds, error).refine((path) => path === undefined || !readByOthers(path), {
    error: 'can be read by others: chmod 600 it, and replace what it holds if it may have leaked',
  })

/** How the national IOC is reached: the adapter, TLS, the bearer token. Files are named by path and tried at the start; read again when they change, the token at each request. */
export const nationalIocSettings = {
  NATIONAL_IOC_URL: settings.NATIONAL_IOC_URL,
  NATIONAL_IOC_ADAPTER: z.enum(ADAPTERS, { error: `is none of ${ADAPTERS.join(', ')}` }).default('reference'),
  /** Our agency id (QCVN 102:2016/BTTTT), for adapters that send one. */
  NATIONAL_IOC_AGENCY: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,40}$/, { error: 'is not an agency id, e.g. 000.00.00.H36' })
    .default('000.00.00.H36'),
  NATIONAL_IOC_TLS_CA: file(isCertificate, 'is not a readable PEM file with certificates of authorities'),
  NATIONAL_IOC_TLS_CERT: file(isCertificate, 'is not a readable PEM file with our client certificate'),
  NATIONAL_IOC_TLS_KEY: secretFile(
    isPrivateKey,
    'is not a readable PEM file with an unencrypted private key',
  ),
  NATIONAL_IOC_TOKEN_FILE: secretFile(
    (text) => /^[\x21-\x7e]+$/.test(text.trim()),
    'is not a readable file with a bearer token on one line',
  ),
  /** The receiver's public keys, where they are not to be taken from its own address. */
  NATIONAL_IOC_JWKS: file((text) => text.includes('"keys"'), 'is not a readable file with a JWK set'),
} as const

/** PEM texts: whom we trust, our certificate and its key. */
export type TlsTexts = { ca?: string | undefined; cert?: string | undefined; key?: string | undefined }
/** Paths of PEM files: whom we trust, our certificate and its key. */
export type TlsFiles = { ca?: string | undefined; cert?: string | undefined; key?: string | undefined }

export type NationalIocConfig = {
  url: string
  adapter: Adapter
  agency: string
  /** Paths; what they hold is read by `readTls`, again when they change. */
  tls: TlsFiles
  tokenFile: string | undefined
  jwks: string | undefined
}

/** The settings as delivery takes them. Throws ConfigFaults for those that do not go together. */
export const nationalIocConfig = (
  config: z.output<z.ZodObject<typeof nationalIocSettings>>,
): NationalIocConfig => {
  const faults = conflictsOf(config)
  if (faults.length > 0) throw new ConfigFaults(faults)
  return {
    url: config.NATIONAL_IOC_URL,
    adapter: config.NATIONAL_IOC_ADAPTER,
    agency: config.NATIONAL_IOC_AGENCY,
    tls: {
      ca: config.NATIONAL_IOC_TLS_CA,
      cert: config.NATIONAL_IOC_TLS_CERT,
      key: config.NATIONAL_IOC_TLS_KEY,
    },
    tokenFile: config.NATIONAL_IOC_TOKEN_FILE,
    jwks: config.NATIONAL_IOC_JWKS,
  }
}

/** What the files hold now. Throws ConfigFaults, as at the start, where one of them cannot be used or they do not go together. */
export const readTls = ({ ca, cert, key }: TlsFiles): TlsTexts => {
  const { NATIONAL_IOC_TLS_CA, NATIONAL_IOC_TLS_CERT, NATIONAL_IOC_TLS_KEY } = nationalIocSettings
  const tried = { NATIONAL_IOC_TLS_CA, NATIONAL_IOC_TLS_CERT, NATIONAL_IOC_TLS_KEY }
  const given = { NATIONAL_IOC_TLS_CA: ca, NATIONAL_IOC_TLS_CERT: cert, NATIONAL_IOC_TLS_KEY: key }
  const faults = z.object(tried).safeParse(given).error?.issues ?? []
  if (faults.length > 0) throw new ConfigFaults(faults.map((i) => `${i.path.join('.')}: ${i.message}`))
  if (cert !== undefined && key !== undefined && !belong(cert, key)) throw new ConfigFaults([NOT_ITS_KEY])
  const read = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path, 'utf8'))
  return { ca: read(ca), cert: read(cert), key: read(key) }
}

const NOT_ITS_KEY = 'NATIONAL_IOC_TLS_KEY: is not the key of the certificate in NATIONAL_IOC_TLS_CERT'

const conflictsOf = (config: z.output<z.ZodObject<typeof nationalIocSettings>>): string[] => {
  const { NATIONAL_IOC_TLS_CA: ca, NATIONAL_IOC_TLS_CERT: cert, NATIONAL_IOC_TLS_KEY: key } = config
  const faults: string[] = []
  if (cert !== undefined && key === undefined)
    faults.push('NATIONAL_IOC_TLS_KEY: is needed beside NATIONAL_IOC_TLS_CERT')
  if (key !== undefined && cert === undefined)
    faults.push('NATIONAL_IOC_TLS_CERT: is needed beside NATIONAL_IOC_TLS_KEY')
  if (cert !== undefined && key !== undefined && !belong(cert, key)) faults.push(NOT_ITS_KEY)
  if (config.NATIONAL_IOC_URL.startsWith('http:'))
    for (const [name, path] of Object.entries({ NATIONAL_IOC_TLS_CA: ca, NATIONAL_IOC_TLS_CERT: cert }))
      if (path !== undefined) faults.push(`${name}: is set, but NATIONAL_IOC_URL is not an https address`)
  return faults
}

const belong = (cert: string, key: string): boolean =>
  new X509Certificate(readFileSync(cert)).checkPrivateKey(createPrivateKey(readFileSync(key)))

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== null
  } catch {
    return false // the library's own words name no setting
  }
}

function isPrivateKey(text: string): boolean {
  try {
    return createPrivateKey(text).type === 'private'
  } catch {
    return false // as above
  }
}

const readable = (path: string, holds: (text: string) => boolean): boolean => {
  try {
    return holds(readFileSync(path, 'utf8'))
  } catch {
    return false // not there, a folder, or not ours to read: the refusal says all three
  }
}

const readByOthers = (path: string): boolean => {
  try {
    return (statSync(path).mode & 0o077) !== 0
  } catch {
    return false // that it cannot be read is said already
  }
}
