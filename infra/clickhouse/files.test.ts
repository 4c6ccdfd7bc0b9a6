import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writePidFile } from './pid-file.ts'
import { tailOf } from './tail.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('of a long log the last whole lines are read, and nothing from before the start', () => {
  const log = join(folder, 'log')
  const line = (n: number) => `line ${n} ${'.'.repeat(90)}\n`
  const lines = Array.from({ length: 5_000 }, (_, n) => line(n))
  writeFileSync(log, lines.join(''))
  const tail = tailOf(log)
  expect(tail.length).toBeLessThanOrEqual(64 * 1024)
  expect(tail.length).toBeGreaterThan(64 * 1024 - 2 * line(0).length)
  expect(tail).toMatch(/^line \d+ /)
  expect(tail.endsWith(line(4_999))).toBe(true)

  const before = lines.slice(0, -2).join('').length
  expect(tailOf(log, before)).toBe(line(4_998) + line(4_999))
  expect(tailOf(log, lines.join('').length)).toBe('')
})

test('one line longer than what is read is told by its end', () => {
  const log = join(folder, 'log')
  writeFileSync(log, `${'x'.repeat(200_000)} the end`)
  expect(tailOf(log).endsWith('the end')).toBe(true)
})

test('a pid file is handed back to a process that still runs, else it goes', () => {
  const file = join(folder, 'clickhouse.pid')
  const [gone, other] = [2 ** 22 + 1, 2 ** 22 + 2] // above every process id there can be
  const first = writePidFile(file, process.pid)
  const second = writePidFile(file, other)
  expect(readFileSync(file, 'utf8')).toBe(`${other}\n`)
  second()
  expect(readFileSync(file, 'utf8')).toBe(`${process.pid}\n`)
  first()
  expect(readdirSync(folder)).toEqual([])

  writeFileSync(file, `${gone}\n`)
  writePidFile(file, other)()
  expect(readdirSync(folder)).toEqual([])
})
