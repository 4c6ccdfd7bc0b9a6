/** A name a field may have; anything else could itself be data, as reasons say too. */
export const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/

/** Stands for the n-th name that is not shown: `?1`, `?2`. */
export const UNSHOWN_NAME = /^\?\d+$/

/** Fields of an object by the names they are shown under. */
export const shownNames = (object: object): Map<string, string> => {
  let unshown = 0
  return new Map(Object.keys(object).map((key) => [FIELD_NAME.test(key) ? key : `?${++unshown}`, key]))
}

/** The real name of a field that may be called as it is shown. */
export const realName = (object: object, shown: string): string =>
  UNSHOWN_NAME.test(shown) && !Object.hasOwn(object, shown) ? (shownNames(object).get(shown) ?? shown) : shown
