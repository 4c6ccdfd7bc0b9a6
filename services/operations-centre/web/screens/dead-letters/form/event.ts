/** An event as JSON, changed at one place at a time; nothing given is ever touched. */
export type Json = unknown
export type Path = readonly (string | number)[]

export const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at a path; undefined: nothing does. */
export const valueAt = (event: Json, path: Path): Json =>
  path.reduce<Json>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string | number, Json>)[key]
        : undefined,
    event,
  )

/** With another value at a path, what lies above made where it is missing; undefined takes the field or the row away. */
export function withValue(event: Json, path: Path, value: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof key === 'number') {
    const list = Array.isArray(event) ? [...event] : []
    if (rest.length === 0 && value === undefined) list.splice(key, 1)
    else list[key] = withValue(list[key], rest, value)
    return list
  }
  const object = isObject(event) ? event : {}
  if (rest.length > 0 || value !== undefined) return { ...object, [key]: withValue(object[key], rest, value) }
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
}

/** The path as a reason names it. */
export const pathText = (path: Path): string => path.join('.')
