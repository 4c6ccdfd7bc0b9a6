/** Texts written one after the other, each with its length before it (a varint), as ClickHouse has them. */
export type Texts = {
  add(value: string): void
  /** What was written, as a view that holds until `clear`. */
  written(): Buffer
  /** Begins anew in the same memory: with fresh memory for each block, rows took twice as long. */
  clear(): void
}

/** Up to here the letters are copied one by one: a call into V8's own writer takes as long as thirty. */
const SHORT = 32

export const openTexts = (roomBytes = 1024): Texts => {
  let buffer = Buffer.allocUnsafe(roomBytes)
  let end = 0
  /** Where a short text of ASCII letters ends, or -1: then nothing was written that counts. */
  const writeShort = (into: Buffer, from: number, value: string): number => {
    const { length } = value
    into[from] = length
    let at = from + 1
    for (let n = 0; n < length; n++) {
      const letter = value.charCodeAt(n)
      if (letter > 127) return -1
      into[at++] = letter
    }
    return at
  }
  return {
    add: (value) => {
      const most = end + value.length * 3 + 8 // a UTF-16 unit takes at most three bytes of UTF-8
      if (most > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, most))
        buffer.copy(larger, 0, 0, end)
        buffer = larger
      }
      if (value.length <= SHORT) {
        const next = writeShort(buffer, end, value)
        if (next >= 0) {
          end = next
          return
        }
      }
      let length = Buffer.byteLength(value)
      for (; length >= 128; length = Math.floor(length / 128)) buffer[end++] = (length % 128) | 128
      buffer[end++] = length
      end += buffer.write(value, end)
    },
    written: () => buffer.subarray(0, end),
    clear: () => {
      end = 0
    },
  }
}

/** Whole numbers of one width, one after the other. Node runs on little-endian machines alone, and ClickHouse's numbers are such. */
export type Wholes = { add(value: number): void; written(): Buffer; clear(): void }

const KINDS = { 1: Uint8Array, 2: Uint16Array, 4: Int32Array } as const

export const openWholes = (width: keyof typeof KINDS): Wholes => {
  const Kind = KINDS[width]
  let list = new Kind(1024)
  let count = 0
  return {
    add: (value) => {
      if (count === list.length) {
        const larger = new Kind(count * 2)
        larger.set(list)
        list = larger
      }
      list[count++] = value
    },
    written: () => Buffer.from(list.buffer, 0, count * width),
    clear: () => {
      count = 0
    },
  }
}

/** Numbers of 64 bits: within ±2^53 as they are, beyond in digits. */
export type Longs = {
  add(value: number): void
  addDigits(value: string): void
  written(): Buffer
  clear(): void
}

export const openLongs = (): Longs => {
  let halves = new Int32Array(2048)
  let end = 0
  const makeRoom = () => {
    if (end < halves.length) return
    const larger = new Int32Array(end * 2)
    larger.set(halves)
    halves = larger
  }
  return {
    add: (value) => {
      makeRoom()
      halves[end] = value | 0
      halves[end + 1] = Math.floor(value / 2 ** 32)
      end += 2
    },
    addDigits: (value) => {
      makeRoom()
      const whole = BigInt(value)
      halves[end] = Number(whole & 0xffffffffn) | 0
      halves[end + 1] = Number(whole >> 32n) | 0
      end += 2
    },
    written: () => Buffer.from(halves.buffer, 0, end * 4),
    clear: () => {
      end = 0
    },
  }
}
