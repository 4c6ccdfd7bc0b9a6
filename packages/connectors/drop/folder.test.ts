import { appendFileSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFolder } from './folder.ts'
import { dropSettings } from './settings.ts'

let folder: string
let nowMs: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-drop-'))
  nowMs = Date.now()
})
afterEach(() => rmSync(folder, { recursive: true }))

const notices: string[] = []
const open = (files = '*') =>
  openFolder(dropSettings.parse({ folder, files }), {
    ...{ name: 'forms', ownFolder: folder, now: () => nowMs },
    notice: (message) => notices.push(message),
  })
const path = (name: string) => join(folder, name)

test('a file is whole when it has stood still for two seconds of looking; growing begins them anew', async () => {
  const watched = open()
  const look = async () => {
    const { ready, waitMs } = await watched.look(() => false)
    return { ready: ready.map(({ name }) => name), waitMs }
  }
  writeFileSync(path('a.csv'), 'Mã;Nơi\nP-0;x\nP-')
  // However old it says it is: a copy may keep the date of what is copied.
  utimesSync(path('a.csv'), 1, 1)
  expect(await look()).toEqual({ ready: [], waitMs: 2_000 })
  nowMs += 1_999
  expect(await look()).toEqual({ ready: [], waitMs: 1 })
  appendFileSync(path('a.csv'), '1;x\n')
  expect(await look()).toEqual({ ready: [], waitMs: 2_000 })
  nowMs += 1_000
  utimesSync(path('a.csv'), 2, 2)
  expect(await look()).toEqual({ ready: [], waitMs: 2_000 })
  nowMs += 2_000
  expect(await look()).toEqual({ ready: ['a.csv'], waitMs: null })
})

test('one that grows without end is said, and not read', async () => {
  const watched = open()
  for (let i = 0; i <= 11; i++) {
    appendFileSync(path('a.csv'), 'x\n')
    expect((await watched.look(() => false)).ready).toEqual([])
    nowMs += 60_000
  }
  expect(notices.at(-1)).toMatch(/^a\.csv has been written to without a pause of 2000 ms for 11 minutes/)
})

test('a file is not looked at while its name says that it is not finished; renamed, it is another', async () => {
  const watched = open()
  for (const name of ['b.csv.part', 'c.csv.tmp', '.~lock.a.csv#', '~$d.xlsx', '.e.csv', 'f.csv~'])
    writeFileSync(path(name), 'Mã\n1\n')
  expect(await watched.look(() => false)).toMatchObject({ ready: [], waitMs: null })
  renameSync(path('b.csv.part'), path('b.csv'))
  expect((await watched.look(() => false)).waitMs).toBe(2_000)
})

test('names are compared as people read them', async () => {
  writeFileSync(path('Phiếu khảo sát 6.XLSX'.normalize('NFD')), '')
  writeFileSync(path('other.xlsx'), '')
  const { ready } = await open('phiếu*.xlsx').look(() => true)
  expect(ready).toHaveLength(1)
})
