import { sameName, textOf } from './tidy.ts'

/** What stands before the sum of a table: whole, so that an agency called Tổng cục … is none. */
const TOTALS = new Set([
  'tổng',
  'tổng số',
  'tổng cộng',
  'cộng',
  'cộng dồn',
  'tổng hợp',
  'lũy kế',
  'luỹ kế',
  'toàn tỉnh',
])

/** True for the head of a row that sums others up (`Tổng cộng:`, `CỘNG`, `TỔNG SỐ (12 đơn vị)`): no record, though it looks like one. */
export const isTotal = (value: unknown): boolean => {
  const name = sameName(textOf(value) ?? '')
    .replace(/\([^)]*\)$/, '')
    .replace(/[\s:.]+$/, '')
  return TOTALS.has(name)
}
