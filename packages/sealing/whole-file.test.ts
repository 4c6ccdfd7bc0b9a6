import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeWhole } from './whole-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-whole-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file takes the place of the one before, for its owner alone, and nothing is left beside it', () => {
  const file = join(folder, 'place.json')
  writeFileSync(file, 'what was there before, and is longer', { mode: 0o644 })
  writeWhole(file, 'Đà Lạt')
  expect(readFileSync(file, 'utf8')).toBe('Đà Lạt')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['place.json'])
})

test('where it cannot be written the file before stays', () => {
  expect(() => writeWhole(join(folder, 'nowhere', 'place.json'), 'x')).toThrow(/ENOENT/)
  expect(readdirSync(folder)).toEqual([])
})
