/** Every document that is made from the code, by its path from the root. */
export const makeDocuments = (): ReadonlyMap<string, string> => new Map()
