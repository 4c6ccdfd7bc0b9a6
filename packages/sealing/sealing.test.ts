import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKeyFile, openSealer } from './index.ts'
import { openOriginal, sealOriginal } from './original.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-sealing-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sealer = openSealer(Buffer.alloc(32, 1))
const original = {
  key: null,
  headers: { ce_id: Buffer.from('x') },
  value: Buffer.from('{"ChuHoSo":"Lò Thị Không Có Thật"}'),
}

test('what was sealed is opened as it was, and shows nothing before', () => {
  const sealed = sealOriginal(sealer, original)
  expect(sealed.includes('Không')).toBe(false)
  expect(sealed.includes(original.value.toString('base64').slice(0, 12))).toBe(false)
  expect(openOriginal(sealer, sealed)).toEqual(original)
})

test('the same bytes sealed twice look different: equal records cannot be told to be equal', () => {
  expect(sealer.seal(original.value)).not.toEqual(sealer.seal(original.value))
})

test('a change of any byte is noticed, and so is another key', () => {
  const sealed = sealer.seal(Buffer.from('four'))
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    expect(() => sealer.open(changed), `byte ${at}`).toThrow()
  }
  expect(() => openSealer(Buffer.alloc(32, 2)).open(sealed)).toThrow()
})

test('a key file is made once, for its owner alone', () => {
  const file = join(folder, 'deep', 'a.key')
  const key = openKeyFile(file)
  expect(key).toHaveLength(32)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(openKeyFile(file)).toEqual(key)
})

test('a key file others can read, or that holds no key, is refused by name', () => {
  const open = join(folder, 'open.key')
  openKeyFile(open)
  chmodSync(open, 0o644)
  expect(() => openKeyFile(open)).toThrow(/open\.key can be read by others/)
  const short = join(folder, 'short.key')
  writeFileSync(short, 'abcd\n', { mode: 0o600 })
  expect(() => openKeyFile(short)).toThrow(/short\.key does not hold 64 hexadecimal digits/)
})
