/** One change as the API takes it; the path by segments, since names may hold dots. */
export type Change = { path: string[]; value: unknown } | { path: string[]; remove: true }

/** Stands for what is masked; the server has the value, this page never had it. */
export const MASK = '•••'

/** A masked value was edited, or moved where it cannot be followed. */
export class MaskEdited extends Error {
  readonly path: string[]
  constructor(path: string[]) {
    super(path.join('.'))
    this.name = 'MaskEdited'
    this.path = path
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * What a person changed in the JSON that was shown. Fields left as they were are not in it, so what is masked stays as the record
 * has it. A list that was touched goes whole, and so may not hold anything masked. Throws MaskEdited.
 */
export function changesBetween(shown: unknown, edited: unknown, path: string[] = []): Change[] {
  if (isSame(shown, edited)) return []
  if (isObject(shown) && isObject(edited)) {
    const names = new Set([...Object.keys(shown), ...Object.keys(edited)])
    return [...names].flatMap((name): Change[] => {
      const at = [...path, name]
      if (!Object.hasOwn(edited, name)) return [{ path: at, remove: true }]
      return changesBetween(shown[name], edited[name], at)
    })
  }
  if (JSON.stringify(edited)?.includes(MASK)) throw new MaskEdited(path)
  return [{ path, value: edited }]
}
