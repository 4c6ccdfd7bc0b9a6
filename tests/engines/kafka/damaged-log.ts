import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32c } from '@ioc/kafka/crc32c.ts'
import { expect, test } from 'vitest'
import type { Door } from './door.ts'
import { numbersUpTo, until, type Workbench } from './workbench.ts'

const RECORDS = 10 // in each batch
const CRC_AT = 17
const CRC_FROM = 21

/** A batch that cannot be read is told by its offsets, and passed: nothing before or after it is lost, and nobody waits. */
export function damageIsToldAndPassed(bench: Workbench, door: Door): void {
  test.runIf(door.can.disk)(
    'damaged batches are ranges of offsets, and everything between them is read',
    async () => {
      const topic = await bench.newTopic()
      for (let batch = 0; batch < 9; batch++) await bench.publishNumbers(topic, RECORDS, batch * RECORDS)
      await bench.door.changeLog!(topic, (folder) =>
        changeBatches(join(folder, '00000000000000000000.log'), {
          1: (batch) => flip(batch, batch.length - 5), // in a record
          3: (batch) => {
            batch.writeInt16BE(batch.readInt16BE(CRC_FROM) | 2, CRC_FROM) // "snappy", which it is not
            seal(batch)
          },
          5: (batch) => {
            batch.writeInt32BE(RECORDS + 1, 57) // one record more than there is
            seal(batch)
          },
          6: (batch) => flip(batch, 26), // the last offset: now nobody knows where it ends, but the next begins
          8: (batch) => flip(batch, 61), // the end of the log
        }),
      )
      const reading = await bench.collect(topic, { next: 0 })
      await until(() => reading.nextOffset() === 9 * RECORDS, 60_000)
      await bench.publishNumbers(topic, RECORDS, 9 * RECORDS)
      await until(() => reading.nextOffset() === 10 * RECORDS, 60_000)

      const range = (batch: number, code: string) => ({
        firstOffset: batch * RECORDS,
        lastOffset: batch * RECORDS + RECORDS - 1,
        code,
      })
      const told = reading.batches.flatMap((batch) => batch.corrupt)
      expect(told.map(({ firstOffset, lastOffset, code }) => ({ firstOffset, lastOffset, code }))).toEqual([
        range(1, 'crc'),
        range(3, 'compression'),
        range(5, 'records'),
        range(6, 'crc'),
        range(8, 'crc'),
      ])
      expect(reading.numbers).toEqual(
        [0, 2, 4, 7, 9].flatMap((batch) => numbersUpTo(RECORDS, batch * RECORDS)),
      )
      for (const { appendedAtMs, bytes } of told) {
        expect(Math.abs(Date.now() - appendedAtMs)).toBeLessThan(3_600_000)
        expect(bytes!.length).toBeGreaterThan(61)
      }
      // What was read before is given again from any offset on, damage and all.
      const inside = await bench.collect(topic, { next: RECORDS + 4 })
      await until(() => inside.nextOffset() === 10 * RECORDS)
      expect(inside.batches[0]).toMatchObject({
        firstOffset: RECORDS + 4,
        corrupt: expect.arrayContaining([
          expect.objectContaining({ firstOffset: RECORDS + 4, lastOffset: 2 * RECORDS - 1 }),
        ]),
      })
    },
    180_000,
  )

  async function changeBatches(
    file: string,
    changes: Record<number, (batch: Buffer) => void>,
  ): Promise<void> {
    const log = await readFile(file)
    let [at, batch] = [0, 0]
    for (; at < log.length; batch++) {
      const end = at + 12 + log.readInt32BE(at + 8)
      changes[batch]?.(log.subarray(at, end))
      at = end
    }
    expect(Math.max(...Object.keys(changes).map(Number))).toBeLessThan(batch)
    await writeFile(file, log)
  }

  function flip(batch: Buffer, at: number): void {
    batch[at]! ^= 0x40
  }

  function seal(batch: Buffer): void {
    batch.writeUInt32BE(crc32c(batch, CRC_FROM), CRC_AT)
  }
}
