import Big from 'big.js'
import { vietnameseDecimal } from './numbers.ts'
import { type AsRead, sameName, tidy } from './tidy.ts'

/** What one of each is in đồng. */
const SCALES: Readonly<Record<string, string>> = {
  'nghìn tỷ': '1e12',
  tỷ: '1e9',
  triệu: '1e6',
  nghìn: '1e3',
  đồng: '1',
}
/** The same written otherwise. */
const SPELLINGS: readonly [RegExp, string][] = [
  [/tỉ/g, 'tỷ'],
  [/ngàn/g, 'nghìn'],
  [/(?<=[\d ])tr(?=$|[\d ])/g, 'triệu'],
  [/(?:vnđ|vnd|đồng|đ|₫)$/, 'đồng'],
]
const PART = /^([-−]?\d[\d., ]*?) ?(nghìn tỷ|tỷ|triệu|nghìn|đồng) ?/

export type MoneyUnit = 'đồng' | 'nghìn đồng' | 'triệu đồng' | 'tỷ đồng'
const inDong = (unit: MoneyUnit): Big => Big(SCALES[unit.replace(/ đồng$/, '')]!)

/** Whole đồng of `1 tỷ 200 triệu đồng`, parts from large to small; null where it is no such text. */
const dongOf = (text: string): Big | null => {
  let rest = sameName(text)
  for (const [written, meant] of SPELLINGS) rest = rest.replace(written, meant)
  // `tỷ đồng` names the unit once, by its scale.
  rest = rest.replace(/(tỷ|triệu|nghìn) ?đồng$/, '$1')
  let sum = Big(0)
  let before: Big | null = null
  while (rest !== '') {
    const part = PART.exec(rest)
    const decimal = part && vietnameseDecimal(part[1]!)
    if (!part || decimal === null) return null
    const scale = Big(SCALES[part[2]!]!)
    if (before && (scale.gte(before) || decimal.startsWith('-'))) return null
    sum = sum.s < 0 ? sum.minus(scale.times(decimal)) : sum.plus(scale.times(decimal))
    before = scale
    rest = rest.slice(part[0].length)
  }
  return before && sum
}

/**
 * Money as documents write it, in exact decimals: `2,5 tỷ đồng` is 2500000000 đồng. What is no whole đồng is given back as it was.
 * @param bareIs unit of a number that says none, as the head of its column does: `(triệu đồng)`
 * @param give unit of the answer
 */
export const vietnameseMoney = (
  value: unknown,
  { bareIs = 'đồng', give = 'đồng' }: { bareIs?: MoneyUnit; give?: MoneyUnit } = {},
): AsRead<number> => {
  if (typeof value !== 'number' && typeof value !== 'string') return null
  if (typeof value === 'string' && tidy(value) === '') return null
  const bare = typeof value === 'number' ? String(value) : vietnameseDecimal(value)
  const dong = bare === null ? dongOf(String(value)) : Big(bare).times(inDong(bareIs))
  // A sheet keeps 1.1 as the nearest double; its text is the decimal that was meant.
  if (dong === null || !dong.round(0).eq(dong) || dong.abs().gt(Number.MAX_SAFE_INTEGER)) return value
  return Number(dong.div(inDong(give)).toString())
}
