import type { Travelling } from './aggregate.ts'

/** Where in an answer a number stands: which array, and at which of its entries. */
export type Place = { column: number; at: number }

type Column = Pick<Travelling, 'together' | 'over' | 'finish'> & { of: string[] }

/**
 * Aggregates of a query, each text once whoever asks for it. Those that are put together alike are one array column:
 * ClickHouse takes a second to resolve three hundred columns by name, and none to resolve four.
 */
export const openColumns = (periods: number) => {
  const columns: Column[] = []

  /** The column of an aggregate and the first of its entries there. */
  const entryOf = ({ together, of, over, finish }: Travelling): { column: number; entry: number } => {
    const known = columns.findIndex((column) => column.together === together)
    const column = known === -1 ? columns.push({ together, over, finish, of: [] }) - 1 : known
    const mine = columns[column]!.of
    const at = mine.indexOf(of[0]!)
    return { column, entry: at === -1 ? mine.push(...of) - of.length : at }
  }

  return {
    /** A number of one period. */
    place(travelling: Travelling): Place {
      const { column, entry } = entryOf(travelling)
      return { column, at: entry }
    },
    /** The k-th number of an aggregate by place, made of the places up to the k-th. */
    placeUpTo(travelling: Travelling, k: number): Place {
      const { column, entry } = entryOf(travelling)
      const { finish } = travelling
      if (!finish) return { column, at: entry * periods + k }
      return { column, at: (entry + k) * finish.numbers + finish.number }
    },
    names: () => columns.map(({ together }) => together),
    /** SELECT over the subjects of a unit. Counts by place are arrays themselves, and made flat. */
    inner: () =>
      columns
        .map(({ together, of }) => {
          const array = `[${of.join(',\n    ')}]`
          return `${together === 'by_place' ? `arrayFlatten(${array})` : array} AS ${together}`
        })
        .join(',\n    '),
    /** SELECT over the units of a scope: one array of texts for each column. */
    outer: () => columns.map((column) => numbersOf(column, periods)).join(',\n  '),
  }
}

const numbersOf = ({ together, over, finish, of }: Column, periods: number): string => {
  const merged = `${over}(${together})`
  if (finish) {
    const upTo = of.map((_, entry) => {
      const k = entry % periods
      return `arrayReduce('${finish.by}', arraySlice(${merged}, ${entry - k + 1}, ${k + 1}))`
    })
    const numbers = `[${upTo.join(', ')}]`
    return `arrayMap(each -> toString(each), ${finish.numbers > 1 ? `arrayFlatten(${numbers})` : numbers})`
  }
  if (together !== 'by_place') return `arrayMap(each -> toString(each), ${merged})`
  // Of each aggregate's places the sums up to each.
  return `arrayFlatten(arrayMap(first -> arrayMap(each -> toString(each), arrayCumSum(arraySlice(${merged}, first, ${periods}))), range(1, ${of.length * periods} + 1, ${periods})))`
}
