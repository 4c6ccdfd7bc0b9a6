/** `by` of a hold or release that no person decided. In a file of its own: the page needs this word, and nothing of the schema. */
export const BREAKER = 'breaker'
