const SHAPE = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/

/**
 * `yyyyMMddHHmmss` or `yyyyMMdd` of the portal sync (domain.md §6.2), Asia/Ho_Chi_Minh, as the contracts write instants. A bare day stays one. What
 * is empty is null; what is something else stays as it is, and the contract refuses it by name.
 */
export const vendorInstant = (told: unknown): unknown => {
  if (told === null || told === undefined || told === '') return null
  const text = String(told).trim()
  const m = SHAPE.exec(text)
  if (!m) return text
  const day = `${m[1]}-${m[2]}-${m[3]}`
  return m[4] === undefined ? day : `${day}T${m[4]}:${m[5]}:${m[6]}+07:00`
}
