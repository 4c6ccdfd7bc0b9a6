import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConfigFaults, nationalIocConfig, nationalIocSettings, readConfig, readTls } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'ioc-settings-'))
const at = (name: string) => join(folder, name)
beforeAll(() => {
  for (const name of ['ours', 'other'])
    execFileSync(
      'openssl',
      [
        ...[
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '1',
        ],
        ...['-subj', `/CN=${name}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)],
      ],
      { stdio: 'ignore' },
    )
  for (const name of ['ours.key', 'other.key']) chmodSync(at(name), 0o600)
  writeFileSync(at('token'), 'abc.def\n', { mode: 0o600 })
  writeFileSync(at('open-token'), 'abc.def\n', { mode: 0o644 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (environment: Record<string, string>) =>
  nationalIocConfig(readConfig(environment, nationalIocSettings))
const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    read(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults
    throw error
  }
}

test('nothing set is the reference receiver without TLS and token', () => {
  expect(read({})).toEqual({
    url: 'http://127.0.0.1:8090',
    adapter: 'reference',
    agency: '000.00.00.H36',
    tls: { ca: undefined, cert: undefined, key: undefined },
    tokenFile: undefined,
    jwks: undefined,
  })
})

test('certificates, keys and the token are named by their files; certificates can be read at any time', () => {
  const config = read({
    NATIONAL_IOC_URL: 'https://ioc.example',
    NATIONAL_IOC_ADAPTER: 'lgsp',
    NATIONAL_IOC_TLS_CA: at('other.crt'),
    NATIONAL_IOC_TLS_CERT: at('ours.crt'),
    NATIONAL_IOC_TLS_KEY: at('ours.key'),
    NATIONAL_IOC_TOKEN_FILE: at('token'),
  })
  expect(config).toMatchObject({ adapter: 'lgsp', tokenFile: at('token') })
  expect(readTls(config.tls).cert).toContain('BEGIN CERTIFICATE')
  // Half of a rotation: the certificate is new and the key is not yet.
  expect(() => readTls({ ...config.tls, cert: at('other.crt') })).toThrow('is not the key of the certificate')
  expect(() => readTls({ ...config.tls, ca: at('nowhere') })).toThrow(
    'NATIONAL_IOC_TLS_CA: is not a readable',
  )
})

test('every faulty file is named at once, without its path', () => {
  const faults = faultsOf({
    NATIONAL_IOC_ADAPTER: 'ftp',
    NATIONAL_IOC_TLS_CA: at('nowhere'),
    NATIONAL_IOC_TLS_CERT: at('token'),
    NATIONAL_IOC_TLS_KEY: folder,
    NATIONAL_IOC_TOKEN_FILE: at('open-token'),
  })
  expect(faults.map((fault) => fault.split(':')[0])).toEqual([
    'NATIONAL_IOC_ADAPTER',
    'NATIONAL_IOC_TLS_CA',
    'NATIONAL_IOC_TLS_CERT',
    'NATIONAL_IOC_TLS_KEY',
    'NATIONAL_IOC_TOKEN_FILE',
  ])
  expect(faults.at(-1)).toContain('can be read by others')
  expect(faults.join('\n')).not.toContain(folder)
})

test.each([
  ['a certificate without its key', { NATIONAL_IOC_TLS_CERT: 'ours.crt' }, 'NATIONAL_IOC_TLS_KEY: is needed'],
  ['a key without its certificate', { NATIONAL_IOC_TLS_KEY: 'ours.key' }, 'NATIONAL_IOC_TLS_CERT: is needed'],
  [
    'the key of another certificate',
    { NATIONAL_IOC_TLS_CERT: 'ours.crt', NATIONAL_IOC_TLS_KEY: 'other.key' },
    'is not the key of the certificate',
  ],
])('%s is refused', (_what, files, fault) => {
  const environment = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, at(file)]))
  expect(faultsOf({ NATIONAL_IOC_URL: 'https://ioc.example', ...environment }).join()).toContain(fault)
})

test('TLS files beside an http address are refused: nobody would know that nothing is encrypted', () => {
  expect(faultsOf({ NATIONAL_IOC_TLS_CA: at('ours.crt') })).toEqual([
    'NATIONAL_IOC_TLS_CA: is set, but NATIONAL_IOC_URL is not an https address',
  ])
})
