import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigFaults } from '@ioc/config'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assertMayListen, isLoopback } from './listening.ts'
import { bearerOf, namedBeside, openOperators } from './operators.ts'
import { newToken, OperatorFault, readTokens, revokeToken } from './tokens.ts'

const AT = Date.parse('2026-07-01T00:00:00Z')
let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-operators-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('a token has a name, counts at once, and counts no more at once when it is revoked', () => {
  const operators = openOperators(dataDir)
  const lan = newToken(dataDir, 'lan', AT)
  const minh = newToken(dataDir, 'minh', AT)
  expect([lan, minh, `${lan}0`, ''].map(operators.nameOf)).toEqual(['lan', 'minh', null, null])
  revokeToken(dataDir, 'lan', AT + 1_000)
  expect([lan, minh].map(operators.nameOf)).toEqual([null, 'minh'])
  expect(readTokens(dataDir).map(({ name, revokedAt }) => [name, revokedAt])).toEqual([
    ['lan', '2026-07-01T00:00:01.000Z'],
    ['minh', null],
  ])
  // A revoked name may have a new token; the old one stays dead.
  const again = newToken(dataDir, 'lan', AT + 2_000)
  expect([lan, again].map(operators.nameOf)).toEqual([null, 'lan'])
})

test('the data folder’s own key stands for the name operator, until it is taken away', () => {
  const operators = openOperators(dataDir)
  const file = join(dataDir, 'keys/operator')
  const own = readFileSync(file, 'utf8').trim()
  expect(operators.nameOf(own)).toBe('operator')
  unlinkSync(file)
  expect(operators.nameOf(own)).toBe(null)
})

test('what is kept is a hash, for its owner alone', () => {
  const token = newToken(dataDir, 'lan', AT)
  const folder = join(dataDir, 'keys/operators')
  expect(readdirSync(folder)).toEqual(['lan.json'])
  expect(readFileSync(join(folder, 'lan.json'), 'utf8')).not.toContain(token)
  expect(statSync(join(folder, 'lan.json')).mode & 0o777).toBe(0o600)
})

test.each([
  ['a name that is none', () => newToken(dataDir, 'Lan Nguyễn', AT), /is no name/],
  ['a name that would leave the folder', () => newToken(dataDir, '../lan', AT), /is no name/],
  ['the name of the own key', () => newToken(dataDir, 'operator', AT), /has a meaning of its own/],
  ['the word for what no person decided', () => newToken(dataDir, 'breaker', AT), /has a meaning of its own/],
  [
    'a second token',
    () => [newToken(dataDir, 'lan', AT), newToken(dataDir, 'lan', AT)],
    /has a token already/,
  ],
  [
    'revoking a stranger',
    () => revokeToken(dataDir, 'lan', AT),
    /no operator "lan" has a token; known are: none/,
  ],
])('%s is refused in one line', (_what, run, line) => {
  expect(run).toThrow(OperatorFault)
  rmSync(join(dataDir, 'keys'), { recursive: true, force: true })
  expect(run).toThrow(line)
})

test('a file that is no token is a fault to be told, not a token less', () => {
  newToken(dataDir, 'lan', AT)
  writeFileSync(join(dataDir, 'keys/operators/minh.json'), '{"name":"lan"}')
  expect(() => openOperators(dataDir).nameOf('x')).toThrow('keys/operators/minh.json is no operator')
})

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.1.2.3', false],
  ['ioc.lamdong.gov.vn', false],
  ['127.0.0.1.example.org', false],
])('%s is loopback: %s', (host, expected) => expect(isLoopback(host)).toBe(expected))

test('beyond loopback a token that a person made must be there; the own key is none', () => {
  openOperators(dataDir)
  expect(() => assertMayListen('127.0.0.1', dataDir)).not.toThrow()
  expect(() => assertMayListen('0.0.0.0', dataDir)).toThrow(ConfigFaults)
  expect(() => assertMayListen('0.0.0.0', dataDir)).toThrow('npm run keys -- operator new <name>')
  newToken(dataDir, 'lan', AT)
  expect(() => assertMayListen('0.0.0.0', dataDir)).not.toThrow()
  revokeToken(dataDir, 'lan', AT)
  expect(() => assertMayListen('0.0.0.0', dataDir)).toThrow(ConfigFaults)
})

test.each([
  ['lan', undefined, 'lan'],
  ['lan', ' ', 'lan'],
  ['lan', 'lan', 'lan'],
  ['operator', 'Lan', 'operator (Lan)'],
])('%s beside %s is %s', (operator, said, shown) => expect(namedBeside(operator, said)).toBe(shown))

test.each([
  ['Bearer abc', 'abc'],
  ['bearer  abc', 'abc'],
  ['Basic abc', null],
  ['abc', null],
  [undefined, null],
])('of %s the token is %s', (header, token) => expect(bearerOf(header)).toBe(token))
