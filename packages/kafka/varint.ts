/** Variable-length numbers of the Kafka protocol, as it and Protocol Buffers write them; `n` below 2^53. */

/** Signed numbers folded onto unsigned ones: 0, -1, 1, -2, 2 … */
export const zigzag = (n: number): number => (n >= 0 ? n * 2 : -n * 2 - 1)

/** Bytes an unsigned varint takes. */
export const sizeOfVarint = (n: number): number => {
  if (n < 128) return 1
  let bytes = 1
  for (let rest = n; rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}

/** Writes an unsigned varint; gives the place after it. */
export const writeVarint = (into: Buffer, at: number, n: number): number => {
  let rest = n
  let place = at
  while (rest >= 128) {
    into[place++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  into[place++] = rest
  return place
}
