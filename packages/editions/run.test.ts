import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type CatalogueDocuments,
  catalogueVersion,
  openCatalogues,
  readCatalogueFiles,
  writeCatalogueFolder,
} from '@ioc/catalogues'
import { openMemoryLog } from '@ioc/kafka/memory/index.ts'
import { CATALOGUE_TOPIC } from '@ioc/schemas'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEditions } from './editions.ts'
import { type Returns, runCommand } from './run.ts'
import { readWords, WrongWords } from './words.ts'

const shipped = openCatalogues()
const changed = (): CatalogueDocuments => {
  const set = readCatalogueFiles() as CatalogueDocuments
  const template = set.units.units.find((unit) => unit.code === '24772')!
  set.units.units.push({
    ...template,
    code: '24999',
    validFrom: '2025-07-01',
    predecessors: [{ code: '24772', validFrom: '2020-01-01' }],
  })
  template.validTo = '2025-07-01'
  return set
}

let folder: string
let nowMs = Date.parse('2026-01-01T00:00:00Z')
let kafkaAnswers = true
let said: string[] = []
let askedReturns: string[] = []
let returns: Returns | null = null
let log: ReturnType<typeof openMemoryLog>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogues-'))
  kafkaAnswers = true
  said = []
  askedReturns = []
  returns = null
  log = openMemoryLog({ now: () => nowMs, turn: async () => void (await nextTurn()) })
  log.createTopic({ name: CATALOGUE_TOPIC, partitions: 1, config: {} })
})
afterEach(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => {
  const words = readWords(args)
  if (words.name === 'help') throw new Error('not here')
  const kafka = log.open('command')
  return runCommand(words, {
    kafka,
    editions: openEditions({ kafka, shipped: () => shipped, now: () => nowMs }),
    answers: async () => kafkaAnswers,
    now: () => nowMs,
    pause: async (ms) => {
      nowMs += ms
    },
    user: () => 'lan',
    returns: async (catalogues) => {
      askedReturns.push(catalogues.version)
      return returns
    },
    say: (line) => said.push(line),
  })
}

test('the way of a change: check, diff, load, list, and back again', async () => {
  writeCatalogueFolder(folder, changed())
  expect(await run('check', folder)).toEqual({ code: 0, text: 'no problem', json: { problems: [] } })
  const rows =
    'units.json ended: 1\n  units 24772@2020-01-01 (validTo)\nunits.json added: 1\n  units 24999@2025-07-01'
  expect((await run('diff', folder)).text).toMatch(`${rows}\ndead letters: not counted`)
  expect(askedReturns).toEqual([catalogueVersion(changed())])
  returns = { kept: 2, judged: 5, more: false }
  expect(await run('diff', folder)).toMatchObject({
    text: `${rows}\ndead letters: 2 of 5 that wait for a code would come back by themselves`,
    json: { deadLetters: { kept: 2, judged: 5, more: false } },
  })

  const version = catalogueVersion(changed())
  expect(await run('load', folder, '--why', 'a resolution')).toMatchObject({
    code: 0,
    text: `${version} is in force`,
    json: { outcome: 'loaded', set: { version, previous: shipped.version, by: 'lan', why: 'a resolution' } },
  })
  expect(said[0]).toContain('24999@2025-07-01')
  expect((await run('list')).json).toMatchObject({
    inForce: version,
    sets: [{ version }, { version: shipped.version, inForceAt: null }],
  })
  expect(await run('load', folder, '--why', 'again')).toMatchObject({ code: 0, json: { outcome: 'already' } })

  rmSync(folder, { recursive: true })
  expect((await run('export', folder, '--version', shipped.version)).code).toBe(0)
  expect((await run('load', folder, '--why', 'it was wrong')).text).toBe(`${shipped.version} is in force`)
})

test('a set with a problem is refused before it is written, with file and row', async () => {
  const set = changed()
  set.units.units.at(-1)!.predecessors = []
  writeCatalogueFolder(folder, set)
  for (const args of [
    ['check', folder],
    ['diff', folder],
    ['load', folder, '--why', 'a resolution'],
  ]) {
    const told = await run(...args)
    expect(told.code).toBe(65)
    expect(told.text).toContain('units.json 24999@2025-07-01 [missing-predecessor]: begins after the data do')
  }
  expect((await run('list')).json).toMatchObject({ sets: [] })
})

test('files can be checked without Kafka, and nothing else can be done', async () => {
  writeCatalogueFolder(folder, changed())
  kafkaAnswers = false
  expect((await run('check', folder)).code).toBe(0)
  for (const args of [['list'], ['diff', folder], ['load', folder, '--why', 'x'], ['export', folder]])
    expect(await run(...args)).toMatchObject({ code: 69, text: expect.stringContaining('Nothing was done') })
})

test('a broken file is a problem of the folder, and an unknown version none of the log', async () => {
  writeCatalogueFolder(folder, changed())
  writeFileSync(join(folder, 'units.json'), '{')
  expect(await run('check', folder)).toMatchObject({ code: 65, text: expect.stringContaining('[not-json]') })
  expect(await run('export', folder, '--version', 'c1-000000000000')).toMatchObject({ code: 1 })
})

test.each([
  [['loaded'], 'unknown command loaded'],
  [[], 'unknown command (none)'],
  [['load'], 'needs --why'],
  [['load', '--why', ' '], 'needs --why'],
  [['load', '--why', 'x', '--version', 'c1'], 'does not understand --version'],
  [['list', 'folder'], 'too many words'],
  [['export'], 'needs the folder'],
])('%j: %s', (args, message) => {
  expect(() => readWords(args)).toThrow(WrongWords)
  expect(() => readWords(args)).toThrow(message)
})
