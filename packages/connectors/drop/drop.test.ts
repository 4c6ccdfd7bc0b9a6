import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CannotRead } from '../way.ts'
import { drop as dropWay } from './drop.ts'
import { openFile } from './file.ts'
import { openDropFolder, shown } from './folder.fixture.ts'
import type { DropSettings } from './settings.ts'

let drop: ReturnType<typeof openDropFolder>
const begin = (settings: Partial<DropSettings> = {}) => {
  drop?.remove()
  drop = openDropFolder(settings)
}
beforeEach(() => begin())
afterEach(() => drop.remove())

const write = (name: string, text: string | Buffer, writtenAt?: string) => {
  writeFileSync(drop.path(name), text)
  if (writtenAt) utimesSync(drop.path(name), new Date(writtenAt), new Date(writtenAt))
}
const rows = (from: number, to: number, change: Record<number, string> = {}) =>
  Array.from({ length: to - from }, (_, i) => `P-${from + i};${change[from + i] ?? 'x'}\n`).join('')
const csv = (to: number, change: Record<number, string> = {}) => `Mã;Nơi\n${rows(0, to, change)}`
const codes = (reads: Parameters<typeof shown>[0]) =>
  shown(reads).map((one) => (typeof one === 'string' ? one : Object.values(one as object).join('=')))

test('a finished file is read once: not after a restart, nor touched, nor under another name', async () => {
  write('a.csv', csv(2))
  const first = await drop.read(null)
  expect(codes(first.reads)).toEqual(['P-0=x', 'P-1=x'])
  let { checkpoint } = first
  const nothingMore = async () => {
    const again = await drop.read(checkpoint)
    expect(again.reads).toEqual([])
    checkpoint = again.checkpoint
  }
  await nothingMore()
  drop.restart()
  await nothingMore()
  utimesSync(drop.path('a.csv'), 1, 2)
  await nothingMore()
  write('b.csv', csv(2))
  await nothingMore()
  renameSync(drop.path('a.csv'), drop.path('c.csv'))
  linkSync(drop.path('c.csv'), drop.path('d.csv'))
  await nothingMore()
  drop.restart()
  rmSync(drop.path('b.csv'))
  write('e.csv', csv(2))
  await nothingMore()
})

test('of a changed file only what changed is read; back again is a change too', async () => {
  write('a.csv', csv(5))
  const first = await drop.read(null)
  write('copy.csv', csv(5))
  const copied = await drop.read(first.checkpoint)
  write('a.csv', csv(6, { 3: 'y' }))
  const changed = await drop.read(copied.checkpoint)
  expect(codes(changed.reads)).toEqual(['P-3=y', 'P-5=x'])
  drop.restart()
  write('a.csv', csv(5))
  const back = await drop.read(changed.checkpoint)
  expect(codes(back.reads)).toEqual(['P-3=x'])
  // Another name of the column is another meaning of each of its cells.
  write('a.csv', csv(5).replace('Nơi', 'Xã'))
  expect((await drop.read(back.checkpoint)).reads).toHaveLength(5)
})

test('a file that stood still is read, within the same look', async () => {
  begin({ settleMs: 30 })
  write('a.csv', csv(2))
  expect(codes((await drop.read(null)).reads)).toEqual(['P-0=x', 'P-1=x'])
})

test('killed in the middle it goes on there, and remembers nothing that was not acknowledged', async () => {
  write('a.csv', csv(9_000), '2024-06-01')
  write('b.csv', `Mã;Nơi\n${rows(9_000, 9_010)}`, '2024-06-02')
  const begun = await drop.read(null, 2)
  expect(begun.reads).toHaveLength(4_000)
  drop.restart()
  // Everything is read, and the last word of it gets lost.
  const lost = await drop.read(begun.checkpoint)
  expect(lost.reads).toHaveLength(5_010)
  expect(lost.readings.at(-2)?.checkpoint).toMatchObject({ finished: 1, name: null })
  drop.restart()
  const again = await drop.read(begun.checkpoint)
  expect(codes([...begun.reads, ...again.reads])).toEqual(Array.from({ length: 9_010 }, (_, i) => `P-${i}=x`))
  // The rows before and after the kill are known when the file changes.
  write('a.csv', csv(9_000, { 1: 'y', 8999: 'y' }))
  expect(codes((await drop.read(again.checkpoint)).reads)).toEqual(['P-1=y', 'P-8999=y'])
})

test('a number the checkpoint does not count is given to the next file, and the one that had it is read', async () => {
  write('c.csv', csv(1, { 0: 'c' }), '2024-06-03')
  const { checkpoint } = await drop.read(null)
  write('b.csv', csv(1, { 0: 'b' }), '2024-06-02')
  expect(codes((await drop.read(checkpoint)).reads)).toEqual(['P-0=b'])
  drop.restart()
  write('a.csv', csv(1, { 0: 'a' }), '2024-06-01')
  const begun = await drop.read(checkpoint, 1)
  expect(codes(begun.reads)).toEqual(['P-0=a'])
  drop.restart()
  expect(codes((await drop.read(begun.checkpoint)).reads)).toEqual(['P-0=b'])
})

test('what was begun and changed meanwhile is begun anew; what is gone holds nothing up', async () => {
  write('a.csv', csv(3_000), '2024-06-01')
  const begun = await drop.read(null, 1)
  write('a.csv', csv(2_500, { 0: 'y' }))
  const anew = await drop.read(begun.checkpoint)
  expect(anew.reads).toHaveLength(2_500)
  rmSync(drop.path('a.csv'))
  write('b.csv', csv(1, { 0: 'z' }))
  drop.restart()
  expect(codes((await drop.read(begun.checkpoint)).reads)).toEqual(['P-0=z'])
})

test('files are read oldest first, by name among equals; complete up to when the newest was written', async () => {
  write('c.csv', csv(1, { 0: 'c' }), '2024-06-01T00:00:00Z')
  write('b.csv', csv(1, { 0: 'b' }), '2024-06-03T00:00:00Z')
  write('a.csv', csv(1, { 0: 'a' }), '2024-06-03T00:00:00Z')
  write('d.csv', csv(3_000, { 0: 'd' }), '2024-06-02T00:00:00Z')
  const { readings } = await drop.read(null)
  expect(
    readings.map(({ reads, completeUpToMs }) => [codes(reads)[0], new Date(completeUpToMs).toISOString()]),
  ).toEqual([
    ['P-0=c', '2024-06-01T00:00:00.000Z'],
    ['P-0=d', '2024-06-01T00:00:00.000Z'],
    ['P-2000=x', '2024-06-02T00:00:00.000Z'],
    ['P-0=a', '2024-06-03T00:00:00.000Z'],
    ['P-0=b', '2024-06-03T00:00:00.000Z'],
  ])
})

test('a row says its file, and when that was written; a date ahead of us counts as of its arrival', async () => {
  write('a.csv', csv(1), '2024-06-01T08:00:00+07:00')
  const { reads, checkpoint } = await drop.read(null)
  expect(reads).toEqual([
    {
      where: 'a.csv:2',
      record: { Mã: 'P-0', Nơi: 'x', '@file': 'a.csv', '@writtenAt': '2024-06-01T08:00:00.000+07:00' },
    },
  ])
  write('b.csv', csv(1, { 0: 'y' }), '2094-06-01T08:00:00+07:00')
  const ahead = await drop.read(checkpoint)
  expect(ahead.readings[0]!.completeUpToMs).toBeLessThanOrEqual(Date.now())
})

test('only files of the folder are read: no links, no folders, none of another name or form', async () => {
  begin({ files: 'phieu-*.csv' })
  const outside = openDropFolder()
  writeFileSync(outside.path('secret.csv'), csv(1))
  symlinkSync(outside.path('secret.csv'), drop.path('phieu-link.csv'))
  symlinkSync(outside.folder, drop.path('phieu-folder.csv'))
  mkdirSync(drop.path('phieu-dir.csv'))
  write('other.csv', csv(1))
  write('Phieu-1.CSV', csv(1, { 0: 'y' }))
  expect(codes((await drop.read(null)).reads)).toEqual(['P-0=y'])
  expect(drop.notices).toEqual([expect.stringContaining('2 symbolic links')])
  // Nor one that takes a file’s place after it was listed.
  await expect(openFile(drop.path('phieu-link.csv'))).rejects.toMatchObject({ code: 'ELOOP' })
  outside.remove()
})

test('a file that cannot be read is one fault that names it, and is tried again when it changes; others go on', async () => {
  write('a.xlsx', 'no workbook', '2024-06-01')
  write('b.csv', csv(1), '2024-06-02')
  const first = await drop.read(null)
  expect(codes(first.reads)).toEqual([
    'file-not-readable: the file a.xlsx is no workbook: its archive is broken, or not whole',
    'P-0=x',
  ])
  drop.restart()
  expect((await drop.read(first.checkpoint)).reads).toEqual([])
  write('a.xlsx', 'still none')
  expect((await drop.read(first.checkpoint)).reads).toHaveLength(1)
})

test.skipIf(process.getuid?.() === 0)('a file we may not read is one fault, until we may', async () => {
  write('a.csv', csv(1))
  chmodSync(drop.path('a.csv'), 0)
  const first = await drop.read(null)
  expect(codes(first.reads)).toEqual([
    expect.stringContaining('the file a.csv may not be read by this service'),
  ])
  chmodSync(drop.path('a.csv'), 0o600)
  expect(codes((await drop.read(first.checkpoint)).reads)).toEqual(['P-0=x'])
})

test('a folder that is not there cannot be read, and says what to do', async () => {
  rmSync(drop.folder, { recursive: true })
  const read = drop.read(null)
  await expect(read).rejects.toBeInstanceOf(CannotRead)
  await expect(read).rejects.toThrow(/ENOENT\): make it, let this service read it, or name another/)
})

test('settings: an absolute folder is asked for, the source’s own defaults go behind those of the place', () => {
  const way = dropWay({ files: '*.xlsx', headerRow: 3 })
  const folder = join(tmpdir(), `ioc-not-there-${process.pid}`)
  expect(way.settings.parse({ folder, headerRow: 4 })).toMatchObject({
    folder,
    files: '*.xlsx',
    headerRow: 4,
    settleMs: 2_000,
  })
  expect(way.settings.safeParse({ folder: 'x' }).error?.issues[0]?.message).toMatch(/absolute path/)
  expect(way.settings.safeParse({ folder, fiels: '*' }).success).toBe(false)
  expect(existsSync(folder)).toBe(false)
})
