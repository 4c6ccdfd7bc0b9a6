import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { deliversOnceHealed, endAll, first, open } from './misbehaving.fixture.ts'
import type { Tls } from './receivers/door.ts'
import { type Answers, json } from './receivers/stub.fixture.ts'
import { followTls } from './receivers/tls-files.ts'

afterEach(endAll)

// Certificates as a person makes them: an authority, a server's certificate of it, one that has expired, and ours.
const folder = mkdtempSync(join(tmpdir(), 'ioc-certificates-'))
const pem = (name: string) => readFileSync(join(folder, name), 'utf8')
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
const issue = (name: string, from: string, to: string) => {
  openssl(
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-subj',
    `/CN=${name}`,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
  )
  openssl(
    'ca',
    '-batch',
    '-config',
    'ca.cnf',
    '-in',
    `${name}.csr`,
    '-out',
    `${name}.crt`,
    '-startdate',
    from,
    '-enddate',
    to,
  )
}
beforeAll(() => {
  writeFileSync(
    join(folder, 'ca.cnf'),
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ncertificate=ca.crt\nprivate_key=ca.key\ndefault_md=sha256\npolicy=p\nx509_extensions=v\nunique_subject=no\n[p]\ncommonName=supplied\n[v]\nsubjectAltName=DNS:localhost\n',
  )
  writeFileSync(join(folder, 'index'), '')
  writeFileSync(join(folder, 'serial'), '01\n')
  for (const name of ['ca', 'stranger'])
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    )
  issue('server', '20200101000000Z', '20991231000000Z')
  issue('expired', '20200101000000Z', '20200201000000Z')
  issue('province', '20200101000000Z', '20991231000000Z')
  issue('province-expired', '20200101000000Z', '20200201000000Z')
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const rightly: Answers = (_, response) => json(response, 500, {})

test('TLS: with the right authority, and our own certificate where it is asked for, snapshots arrive', async () => {
  const server = {
    cert: pem('server.crt'),
    key: pem('server.key'),
    ca: pem('ca.crt'),
    requestCert: true,
    rejectUnauthorized: true,
  }
  const client = { ca: pem('ca.crt'), cert: pem('province.crt'), key: pem('province.key') }
  const opened = await open(rightly, { server, client })
  expect(opened.url).toMatch(/^https:/)
  await deliversOnceHealed(opened)
})

test.each<[string, string, (ca: string) => Tls, RegExp]>([
  [
    'has expired',
    'expired',
    (ca) => ({ ca }),
    /^the receiver’s certificate has expired \(CERT_HAS_EXPIRED\)$/,
  ],
  [
    'is of an authority we do not trust',
    'server',
    () => ({ ca: pem('stranger.crt') }),
    /^the receiver’s certificate is of an authority that is not trusted/,
  ],
])('a certificate that %s is said in words; nothing is sent', async (_what, name, client, detail) => {
  const server = { cert: pem(`${name}.crt`), key: pem(`${name}.key`) }
  const opened = await open(rightly, { server, client: client(pem('ca.crt')) })
  opened.heal()
  await opened.delivery.catchUp()
  const state = opened.delivery.stateOf(first.parcel.key)
  expect(state).toMatchObject({ state: 'waiting', parked: null, detail: expect.stringMatching(detail) })
  expect(opened.stub.requests).toEqual([])
})

test('a receiver that asks for our certificate and gets none ends the connection', async () => {
  const server = {
    cert: pem('server.crt'),
    key: pem('server.key'),
    ca: pem('ca.crt'),
    requestCert: true,
    rejectUnauthorized: true,
  }
  const opened = await open(rightly, { server, client: { ca: pem('ca.crt') } })
  opened.heal()
  await opened.delivery.catchUp()
  const { state, detail } = opened.delivery.stateOf(first.parcel.key)
  expect({ state, detail }).toEqual({
    state: 'waiting',
    detail: expect.stringMatching(/client certificate|ended before/),
  })
  expect(opened.stub.requests).toEqual([])
})

test('our certificate is renewed in its files while we run: the next attempt has it, and half a renewal changes nothing', async () => {
  const server = {
    ...{ cert: pem('server.crt'), key: pem('server.key'), ca: pem('ca.crt') },
    ...{ requestCert: true, rejectUnauthorized: true },
  }
  const put = (from: string, kinds: string[]) => {
    for (const kind of kinds) copyFileSync(join(folder, `${from}.${kind}`), join(folder, `mine.${kind}`))
    chmodSync(join(folder, 'mine.key'), 0o600)
  }
  put('province-expired', ['crt', 'key'])
  const files = { ca: join(folder, 'ca.crt'), cert: join(folder, 'mine.crt'), key: join(folder, 'mine.key') }
  const faults: string[] = []
  const opened = await open(rightly, { server, client: followTls(files, (said) => faults.push(...said)) })
  opened.heal()
  const attempt = async () => {
    opened.state.nowMs += 600_000
    await opened.delivery.catchUp()
    return opened.delivery.stateOf(first.parcel.key).state
  }
  expect(await attempt()).toBe('waiting')
  put('province', ['crt'])
  expect(await attempt()).toBe('waiting')
  expect(faults).toEqual(['NATIONAL_IOC_TLS_KEY: is not the key of the certificate in NATIONAL_IOC_TLS_CERT'])
  put('province', ['key'])
  expect(await attempt()).toBe('accepted')

  // Taken away, or open to others: said once; what was good goes on.
  chmodSync(join(folder, 'mine.key'), 0o644)
  await opened.delivery.resend(first.parcel.key, { name: 'Lan', reason: 'tries' })
  expect(await attempt()).toBe('accepted')
  expect(faults[1]).toContain('NATIONAL_IOC_TLS_KEY: can be read by others')
  expect(faults).toHaveLength(2)
})
