const PLACES = 6
const SCALE = 10n ** BigInt(PLACES)
const SHAPE = /^(-?)(\d+)(?:\.(\d{1,6}))?$/

/**
 * A JSON number as whole millionths, exactly as its decimal text says (0.1 is 100000, not what the binary fraction is).
 * Throws RangeError for more than six places or an exponent; the snapshot's schema lets neither through.
 */
export const toMillionths = (n: number): bigint => {
  if (Number.isSafeInteger(n)) return BigInt(n) * SCALE // nearly every half is a count
  const m = SHAPE.exec(String(n))
  if (!m) throw new RangeError(`${n} is not a decimal of at most six places`)
  const size = BigInt(m[2]!) * SCALE + BigInt((m[3] ?? '').padEnd(PLACES, '0'))
  return m[1] === '-' ? -size : size
}

/** Whole millionths as a JSON number. Throws RangeError where no JSON number says exactly that. */
export const fromMillionths = (millionths: bigint): number => {
  const size = millionths < 0n ? -millionths : millionths
  const fraction = String(size % SCALE).padStart(PLACES, '0')
  const n = Number(`${millionths < 0n ? '-' : ''}${size / SCALE}.${fraction}`)
  if (!SHAPE.test(String(n)) || toMillionths(n) !== millionths)
    throw new RangeError(`${millionths} millionths cannot be said exactly as a JSON number`)
  return n
}
