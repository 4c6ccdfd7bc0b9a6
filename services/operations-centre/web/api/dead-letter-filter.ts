/** Which dead letters are asked for; empty: all. `from` and `to` as their fields give them, `2024-06-20T08:30`, in Vietnam's time. */
export type Filter = {
  reason: string
  source: string
  contract: string
  unit: string
  state: string
  from: string
  to: string
}
export const NO_FILTER: Filter = {
  reason: '',
  source: '',
  contract: '',
  unit: '',
  state: '',
  from: '',
  to: '',
}

/** The filter as it stands in the address, so that a view of rejects can be sent to a colleague. */
export const filterIn = (words: URLSearchParams): Filter =>
  Object.fromEntries(Object.keys(NO_FILTER).map((name) => [name, words.get(name) ?? ''])) as Filter

export const isFiltered = (filter: Filter): boolean => Object.values(filter).some(Boolean)

const instantOf = (field: string) => `${field.length === 16 ? `${field}:00` : field}+07:00`

/** The filter as the API takes it, in a query and in a body. */
export const askedOf = (filter: Filter): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) =>
      value ? [[name, name === 'from' || name === 'to' ? instantOf(value) : value]] : [],
    ),
  )

/** What the counts are asked with: a unit lies in the sealed content, and is not counted. */
export const summaryPathOf = (filter: Filter): string => {
  const asked = new URLSearchParams(askedOf({ ...filter, unit: '' })).toString()
  return `/v1/dead-letters/summary${asked && `?${asked}`}`
}
