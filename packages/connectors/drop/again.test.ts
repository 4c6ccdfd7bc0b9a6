import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

test('a file that is cut off while it is read ends there, and is looked at again', async () => {
  write('a.csv', csv(100_000), '2024-06-01')
  const reading = drop.way().read(null, drop.context)[Symbol.asyncIterator]()
  const first = await reading.next()
  truncateSync(drop.path('a.csv'), 0)
  let checkpoint = first.value.checkpoint
  for (let next = await reading.next(); !next.done; next = await reading.next())
    checkpoint = next.value.checkpoint
  write('a.csv', csv(10, { 7: 'y' }))
  expect(codes((await drop.read(checkpoint)).reads)).toEqual(['P-7=y'])
})

test('a file that is written to while it is read, and then set back, is read as it is in the end', async () => {
  const whole = csv(100_000)
  write('a.csv', whole)
  const reading = drop.way().read(null, drop.context)[Symbol.asyncIterator]()
  let { checkpoint } = (await reading.next()).value
  write('a.csv', csv(100_000, { 99000: 'y' }))
  const seen: string[] = []
  for (let next = await reading.next(); !next.done; next = await reading.next()) {
    checkpoint = next.value.checkpoint
    seen.push(...(codes(next.value.reads) as string[]))
  }
  expect(seen).toContain('P-99000=y')
  write('a.csv', whole)
  expect(codes((await drop.read(checkpoint)).reads)).toEqual(['P-99000=x'])
})

test('begun from nothing all is read again; what a lost memory costs is reading again', async () => {
  write('a.csv', csv(2))
  const first = await drop.read(null)
  expect((await drop.read(null)).reads).toEqual(first.reads)
  rmSync(drop.ownFolder, { recursive: true })
  mkdirSync(drop.ownFolder)
  drop.restart()
  expect((await drop.read(first.checkpoint)).reads).toEqual(first.reads)
})

test('days are read again from all files, beside the other reading and without a trace in it', async () => {
  write('a.csv', csv(3_000), '2024-06-01')
  write('b.csv', `Mã;Nơi\n${rows(3_000, 3_001)}`, '2024-06-02')
  const { reads, checkpoint } = await drop.read(null)
  const kept = readdirSync(drop.ownFolder).map((name) => [name, statSync(join(drop.ownFolder, name)).mtimeMs])
  const days = { from: '2024-06-01', to: '2024-06-01' }
  const again: typeof reads = []
  let since: typeof checkpoint = null
  // A step at a time, as if each were killed.
  for (;;) {
    const step = await drop.way().readDays!(days, since, drop.context)[Symbol.asyncIterator]().next()
    if (step.done) break
    again.push(...step.value.reads)
    since = step.value.checkpoint
  }
  expect(again).toEqual(reads)
  expect(
    readdirSync(drop.ownFolder).map((name) => [name, statSync(join(drop.ownFolder, name)).mtimeMs]),
  ).toEqual(kept)
  expect((await drop.read(checkpoint)).reads).toEqual([])
})

test('a row that is read again is told as it was the first time, whenever its file changed since', async () => {
  write('a.csv', csv(2), '2024-06-01T00:00:00Z')
  const first = await drop.read(null)
  write('a.csv', csv(3, { 1: 'y' }), '2024-06-03T00:00:00Z')
  const changed = await drop.read(first.checkpoint)
  write('copy.csv', csv(3, { 1: 'y' }), '2024-06-04T00:00:00Z')
  drop.restart()
  const again = await drop.way().readDays!({ from: '2024-06-01', to: '2024-06-01' }, null, drop.context)
    [Symbol.asyncIterator]()
    .next()
  const at = (reads: typeof first.reads) =>
    reads.map(
      (read) => 'record' in read && `${read.record.Mã} ${String(read.record['@writtenAt']).slice(0, 10)}`,
    )
  expect(at([...first.reads, ...changed.reads])).toEqual([
    'P-0 2024-06-01',
    'P-1 2024-06-01',
    'P-1 2024-06-03',
    'P-2 2024-06-03',
  ])
  const told = ['P-0 2024-06-01', 'P-1 2024-06-03', 'P-2 2024-06-03']
  expect(at(again.value.reads)).toEqual(told)
  // As does the reading itself, over several changes and in a copy.
  const all = drop.way().readDays!(
    { from: '2024-06-01', to: '2024-06-01' },
    again.value.checkpoint,
    drop.context,
  )
  expect(at((await all[Symbol.asyncIterator]().next()).value.reads)).toEqual(told)
})

test('what is remembered is a few bytes a row, and rows of files that are no more known are let go', async () => {
  write('a.csv', csv(1_000))
  let { checkpoint } = await drop.read(null)
  const bytes = () =>
    readdirSync(drop.ownFolder).reduce((n, name) => n + statSync(join(drop.ownFolder, name)).size, 0)
  expect(bytes()).toBeLessThan(17_000)
  for (let i = 0; i < 10; i++) {
    write('a.csv', csv(1_000, { 1: `y${i}` }))
    checkpoint = (await drop.read(checkpoint)).checkpoint
  }
  await drop.read(checkpoint)
  expect(bytes()).toBeLessThan(20_000)
})
