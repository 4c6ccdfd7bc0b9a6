/** What an answer says of the page behind it: the way to the field, and whether it holds an address or a name. */
export type Next = { path: string; is: 'link' | 'cursor' }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const NAME = /next|cursor|continuation/i
const ADDRESS = /^(?:https?:\/\/|\/|\?)/

/** The first field of an answer, lists aside, that names the next page; null: none does, so pages may be numbered. */
export const nextIn = (whole: unknown, inNext = false, depth = 0): Next | null => {
  if (!isObject(whole) || depth > 4) return null
  for (const [name, value] of Object.entries(whole)) {
    const isNext = inNext || NAME.test(name)
    if (isNext && typeof value === 'string' && value !== '')
      return { path: name, is: ADDRESS.test(value) ? 'link' : 'cursor' }
    const inside = nextIn(value, isNext, depth + 1)
    if (inside) return { ...inside, path: `${name}.${inside.path}` }
  }
  return null
}
