import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADAPTERS } from '@ioc/config'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openReceiver } from './index.ts'
import { openStub as openLgspStub } from './lgsp/stub.fixture.ts'
import type { Receiver } from './receiver.ts'
import { openStub as openReferenceStub } from './reference/stub.fixture.ts'
import { type Mood, parcelOf, type Stub } from './stub.fixture.ts'

const STUBS = { reference: openReferenceStub, lgsp: openLgspStub }
const { parcel, bytes } = await parcelOf()
const calm = new AbortController().signal

describe.each(ADAPTERS)('the adapter %s', (adapter) => {
  let stub: Stub
  let receiver: Receiver
  let folder = ''
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ioc-token-'))
    writeFileSync(join(folder, 'token'), 'first\n', { mode: 0o600 })
    stub = await STUBS[adapter]()
    receiver = openReceiver(
      {
        ...{ url: `${stub.url}/`, adapter, agency: '000.00.00.H36', tls: {}, jwks: undefined },
        tokenFile: join(folder, 'token'),
      },
      () => 0,
    )
  })
  afterEach(async () => {
    receiver.close()
    await stub.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const send = () => receiver.send(parcel, bytes, calm)

  test('brings the artefact byte for byte, under its name, with the token', async () => {
    expect(await send()).toMatchObject({ outcome: 'accepted', code: 'accepted' })
    expect(stub.taken.get(parcel.key)).toEqual(bytes)
    expect(stub.requests[0]!.headers).toMatchObject({
      'idempotency-key': parcel.key,
      authorization: 'Bearer first',
      'content-type': 'application/json',
    })
  })

  test('what had been accepted before is accepted', async () => {
    await send()
    expect(await send()).toMatchObject({ outcome: 'accepted', code: 'already-accepted' })
    expect(stub.taken.size).toBe(1)
  })

  test('a token that is replaced is used from the next request on; a token that is gone is said in words', async () => {
    await send()
    writeFileSync(join(folder, 'token'), 'second', { mode: 0o600 })
    await send()
    expect(stub.requests.at(-1)!.headers.authorization).toBe('Bearer second')
    rmSync(join(folder, 'token'))
    expect(await send()).toMatchObject({ outcome: 'again', code: 'credential', httpStatus: 0 })
  })

  test.each<[Mood, string, string, number | null]>([
    ['refusing', 'refused', 'refused', null],
    ['not-knowing-us', 'again', 'credential', null],
    ['failing', 'again', 'failing', null],
    ['busy', 'again', 'busy', 7_000],
  ])('a receiver that is %s gives %s', async (mood, outcome, code, retryAfterMs) => {
    stub.mood = mood
    const answer = await send()
    expect(answer).toMatchObject({ outcome, code, retryAfterMs })
    expect(answer.detail).not.toBe('')
    stub.mood = 'taking'
    expect(await send()).toMatchObject({ outcome: 'accepted' })
  })

  test('one who is stopped in between knows nothing', async () => {
    expect((await receiver.send(parcel, bytes, AbortSignal.abort())).outcome).toBe('again')
  })
})

test('LGSP: a wrong agency id is about us, so nothing is parked', async () => {
  const stub = await openLgspStub()
  const other = { url: stub.url, agency: '000.00.00.H01', tls: {}, tokenFile: undefined, jwks: undefined }
  const receiver = openReceiver({ ...other, adapter: 'lgsp' }, () => 0)
  expect(await receiver.send(parcel, bytes, calm)).toMatchObject({ outcome: 'again', code: 'credential' })
  receiver.close()
  await stub.close()
})
