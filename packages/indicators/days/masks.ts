/**
 * Conditions as one number with a bit for each: 1 where it is fulfilled, 0 where it is not or nothing is known.
 * @throws RangeError for more than 64 bits
 */
export const maskOf = (conditions: readonly { where: string; bit: number }[]): string => {
  if (conditions.some(({ bit }) => bit >= MASK_BITS)) throw new RangeError('a mask has 64 bits')
  if (conditions.length === 0) return 'toUInt64(0)'
  return conditions
    .map(({ where, bit }) => `bitShiftLeft(toUInt64(ifNull((${where}) != 0, false)), ${bit})`)
    .join(' + ')
}

export const MASK_BITS = 64
