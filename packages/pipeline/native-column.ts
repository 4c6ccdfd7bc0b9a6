import { readLocalText } from '@ioc/schemas/events/instant.ts'
import { openLongs, openTexts, openWholes } from './bytes.ts'

/**
 * Values of one column as they are gathered for ClickHouse's Native format: each column whole, in the engine's own form, so that it parses
 * nothing (src/Formats/NativeReader.cpp, src/DataTypes/Serializations).
 */
export type NativeColumn = {
  /** The type the bytes have; the engine turns it into the table's where that is another. */
  type: string
  add(cell: unknown): void
  /** What stands before the column's values, and the values; views that hold until `clear`. */
  parts(): Buffer[]
  /** Begins anew. */
  clear(): void
}

/**
 * Gathers a column of a table type. What only few rows have, or only few tables (days, decimals, enums), goes as text, which the engine reads
 * as it reads JSON.
 */
export const nativeColumn = (type: string): NativeColumn => {
  const [, wrapper, inner] = /^(Nullable|Array|LowCardinality)\((.*)\)$/.exec(type) ?? []
  if (wrapper === 'Nullable') return nullable(inner!)
  if (wrapper === 'Array') return list(inner!)
  if (type === 'LowCardinality(String)') return dictionary()
  if (type.startsWith('Tuple(')) return tuple(type)
  if (type.startsWith('DateTime64(3')) return moments(type)
  const width = WIDTHS[type]
  return width === undefined ? texts() : numbers(type, width)
}

const WIDTHS: Record<string, 1 | 2 | 4 | 8 | undefined> = {
  Bool: 1,
  UInt8: 1,
  UInt16: 2,
  Int32: 4,
  UInt32: 4,
  UInt64: 8,
}

const texts = (): NativeColumn => {
  const written = openTexts()
  return {
    type: 'String',
    add: (cell) => written.add(typeof cell === 'string' ? cell : cell === null ? '' : String(cell)),
    parts: () => [written.written()],
    clear: written.clear,
  }
}

const numbers = (type: string, width: 1 | 2 | 4 | 8): NativeColumn => {
  if (width === 8) {
    const longs = openLongs()
    return {
      type,
      add: (cell) => (typeof cell === 'string' ? longs.addDigits(cell) : longs.add(cell as number)),
      parts: () => [longs.written()],
      clear: longs.clear,
    }
  }
  const wholes = openWholes(width)
  return {
    type,
    add: (cell) => wholes.add(Number(cell)),
    parts: () => [wholes.written()],
    clear: wholes.clear,
  }
}

/** Until then Vietnam was at +08:00 (tzdata), and ClickHouse reads local text so; what was written as text before lies there. */
const PLUS_EIGHT_UNTIL_MS = Date.parse('1975-06-13T00:00:00+08:00')
const momentOf = (localText: string): number => {
  const ms = readLocalText(localText)
  return ms < PLUS_EIGHT_UNTIL_MS ? ms - 3_600_000 : ms
}

/** Text of local time, as `toLocalText` writes it; often the same as in the row before. */
const moments = (type: string): NativeColumn => {
  const longs = openLongs()
  let [lastText, lastMs] = ['', 0]
  return {
    type,
    add: (cell) => {
      if (cell === null) return longs.add(0)
      if (cell !== lastText) {
        lastText = cell as string
        lastMs = momentOf(lastText)
      }
      longs.add(lastMs)
    },
    parts: () => [longs.written()],
    clear: longs.clear,
  }
}

const nullable = (inner: string): NativeColumn => {
  const nulls = openWholes(1)
  const values = nativeColumn(inner)
  const isText = values.type === 'String'
  return {
    type: `Nullable(${values.type})`,
    add: (cell) => {
      nulls.add(cell === null ? 1 : 0)
      // Something must stand in the place of a null; of days and decimals something that can be read.
      values.add(cell === null && isText ? (ZERO[inner] ?? '') : cell)
    },
    parts: () => [nulls.written(), ...values.parts()],
    clear: () => {
      nulls.clear()
      values.clear()
    },
  }
}

const ZERO: Record<string, string | undefined> = { Date: '1970-01-01', 'Decimal(24, 6)': '0' }

/** Lists are mostly empty, so what is in them need be no dictionary. */
const list = (inner: string): NativeColumn => {
  const ends = openLongs()
  const values = nativeColumn(inner === 'LowCardinality(String)' ? 'String' : inner)
  let end = 0
  return {
    type: `Array(${values.type})`,
    add: (cell) => {
      const cells = cell as readonly unknown[]
      for (const each of cells) values.add(each)
      end += cells.length
      ends.add(end)
    },
    parts: () => [ends.written(), ...(end > 0 ? values.parts() : [])],
    clear: () => {
      end = 0
      ends.clear()
      values.clear()
    },
  }
}

/** A tuple of texts, from an object that names its fields. */
const tuple = (type: string): NativeColumn => {
  const names = [...type.matchAll(/(\w+) (?:LowCardinality\(String\)|String)/g)].map(([, name]) => name!)
  const columns = names.map(() => texts())
  return {
    type: `Tuple(${names.map((name) => `${name} String`).join(', ')})`,
    add: (cell) => {
      for (const [n, name] of names.entries()) columns[n]!.add((cell as Record<string, unknown>)[name])
    },
    parts: () => columns.flatMap((column) => column.parts()),
    clear: () => {
      for (const column of columns) column.clear()
    },
  }
}

/** `SharedDictionariesWithAdditionalKeys`, the only form there is. */
const DICTIONARY_VERSION = 1
/** `HasAdditionalKeysBit`, `NeedUpdateDictionary`: the block brings its own dictionary. */
const OWN_DICTIONARY = (1 << 9) | (1 << 10)

/** Texts of which few are different: each once, and its number in every row. */
const dictionary = (): NativeColumn => {
  const keys = openTexts()
  const numberOf = new Map<string, number>()
  let numbers = new Uint32Array(1024)
  let rows = 0
  let [lastText, lastNumber] = ['', -1]
  const numbered = (text: string): number => {
    const known = numberOf.get(text)
    if (known !== undefined) return known
    keys.add(text)
    numberOf.set(text, numberOf.size)
    return numberOf.size - 1
  }
  return {
    type: 'LowCardinality(String)',
    add: (cell) => {
      const text = cell === null ? '' : (cell as string)
      if (text !== lastText || lastNumber < 0) {
        lastText = text
        lastNumber = numbered(text)
      }
      if (rows === numbers.length) {
        const larger = new Uint32Array(rows * 2)
        larger.set(numbers)
        numbers = larger
      }
      numbers[rows++] = lastNumber
    },
    parts: () => {
      const different = numberOf.size
      const [widthCode, indexes] =
        different <= 2 ** 8
          ? [0, Uint8Array.from(numbers.subarray(0, rows))]
          : different <= 2 ** 16
            ? [1, Uint16Array.from(numbers.subarray(0, rows))]
            : [2, numbers.slice(0, rows)]
      return [
        longsOf(DICTIONARY_VERSION, OWN_DICTIONARY | widthCode, different),
        keys.written(),
        longsOf(rows),
        Buffer.from(indexes.buffer, indexes.byteOffset, indexes.byteLength),
      ]
    },
    clear: () => {
      keys.clear()
      numberOf.clear()
      rows = 0
      lastNumber = -1
    },
  }
}

const longsOf = (...numbers: number[]): Buffer => {
  const longs = openLongs()
  for (const number of numbers) longs.add(number)
  return longs.written()
}
