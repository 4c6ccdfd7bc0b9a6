import {
  type MoneyUnit,
  sameName,
  vietnameseMoney,
  vietnameseNumber,
  vietnamesePercent,
} from '@ioc/connectors/texts/index.ts'

/** Units of measure as departments shorten them, and as the contract writes them. */
const UNITS: Readonly<Record<string, string>> = {
  tỷ: 'tỷ đồng',
  tỉ: 'tỷ đồng',
  'tỉ đồng': 'tỷ đồng',
  triệu: 'triệu đồng',
  'tr.đ': 'triệu đồng',
  '%': 'phần trăm',
  usd: 'USD',
}
const MONEY: readonly string[] = ['tỷ đồng', 'triệu đồng'] satisfies MoneyUnit[]

export const unitOfMeasureOf = (told: string | null): string | null =>
  told === null ? null : (UNITS[sameName(told)] ?? sameName(told))

/** A half in the unit of its row: `1.224,6` and `1.224 tỷ 600 triệu` are the same in `tỷ đồng`. */
export const halfOf = (told: unknown, unit: string | null): number | string | null => {
  if (unit === 'phần trăm') return vietnamesePercent(told)
  if (unit === null || !MONEY.includes(unit)) return vietnameseNumber(told)
  return vietnameseMoney(told, { bareIs: unit as MoneyUnit, give: unit as MoneyUnit })
}
