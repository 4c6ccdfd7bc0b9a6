/** After every instant a column can hold, of its own type. */
const NEVER = "toDateTime64('2299-12-31 00:00:00', 3, 'Asia/Ho_Chi_Minh')"

/** SQL of the earliest of some instants, each perhaps null, and of those in some arrays. */
export const firstOf = (instants: readonly string[], arrays: readonly string[] = []): string =>
  `least(${[
    ...instants.map((instant) => `ifNull(${instant}, ${NEVER})`),
    ...arrays.map((array) => `if(empty(${array}), ${NEVER}, arrayMin(${array}))`),
  ].join(', ')})`
