import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, test } from 'vitest'
import { openDropFolder } from './folder.fixture.ts'

let drop: ReturnType<typeof openDropFolder>
afterEach(() => drop?.remove())

const LINES = 60_000
const BROKEN = 23_456

/** Some 30 MB, with one broken line. */
const writeLarge = (path: string) => {
  const handle = openSync(path, 'w')
  writeSync(handle, 'Mã;Đơn vị;Ghi chú\n')
  for (let from = 0; from < LINES; from += 1_000) {
    const lines = Array.from({ length: 1_000 }, (_, i) =>
      from + i === BROKEN
        ? '"P-?;x'
        : `P-${from + i};Phường ${i % 12} thành phố Đà Lạt;${'ghi chú '.repeat(50)}${from + i}`,
    )
    writeSync(handle, `${lines.join('\n')}\n`)
  }
  closeSync(handle)
}

test('a file without a line end is let go as it comes', async () => {
  drop = openDropFolder()
  closeSync(openSync(drop.path('a.ndjson'), 'w'))
  truncateSync(drop.path('a.ndjson'), 150_000_000)
  const before = process.resourceUsage().maxRSS
  const { reads } = await drop.read(null)
  expect(reads.map((read) => 'bytes' in read && read.faults[0]!.code)).toEqual(['line-too-long'])
  // kB
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(120_000)
})

test('a large file goes through in steps: memory does not grow with it, and one broken line is one fault', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  drop = openDropFolder()
  writeLarge(drop.path('a.csv'))
  expect(statSync(drop.path('a.csv')).size).toBeGreaterThan(25_000_000)
  let reads = 0
  let faults = 0
  let first = 0
  let most = 0
  let steps = 0
  for await (const reading of drop.way().read(null, drop.context)) {
    reads += reading.reads.length
    faults += reading.reads.filter((read) => 'bytes' in read).length
    expect(reading.reads.length).toBeLessThanOrEqual(2_000)
    if (++steps % 5 !== 0) continue
    collect()
    const held = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
    first ||= held
    most = Math.max(most, held)
  }
  expect(steps).toBeGreaterThan(30)
  expect({ reads, faults }).toEqual({ reads: LINES, faults: 1 })
  // A batch or two and a chunk, of a file of 30 MB.
  expect(most - first).toBeLessThan(15_000_000)
})
