import { readXml } from './xml.ts'
import type { Parts } from './zip.ts'

const STYLES_BYTES_MAX = 16_777_216

/** Formats every Excel knows by number: days and times of day, those of East Asia among them (ECMA-376 18.8.30). */
const isBuiltInDay = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58)

/** Whether a format shows a day: it has letters of a date outside quotes, and is no duration `[h]:mm`. */
export const isDayFormat = (code: string): boolean => {
  const bare = code
    .replace(/"[^"]*"?/g, '')
    .replace(/\\./g, '')
    .replace(/_./g, '')
  if (/\[[hms]+\]/i.test(bare)) return false
  return /[ymdhs]/i.test(bare.replace(/\[[^\]]*\]/g, '').replace(/general|standard/gi, ''))
}

/** Which styles of cells show a day, by their number. */
export const readDayStyles = async (parts: Parts, part: string | null): Promise<readonly boolean[]> => {
  if (part === null) return []
  const codes = new Map<number, string>()
  const styles: number[] = []
  let inCells = false
  for await (const _ of readXml(parts.read(part, STYLES_BYTES_MAX), {
    open: (tag, { numFmtId, formatCode }) => {
      if (tag === 'numFmt') codes.set(Number(numFmtId), formatCode ?? '')
      if (tag === 'cellXfs') inCells = true
      if (tag === 'xf' && inCells) styles.push(Number(numFmtId ?? 0))
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCells = false
    },
  }));
  return styles.map((id) => {
    const code = codes.get(id)
    return code === undefined ? isBuiltInDay(id) : isDayFormat(code)
  })
}
