/** Elements of a long array that are written at once. */
const ELEMENTS = 500

/**
 * The JSON text of an object in pieces: an answer of fifty thousand values is some forty megabytes, which is not held as one
 * text beside the values themselves. Together the pieces are what JSON.stringify gives.
 */
export function* jsonPieces(answer: object): Generator<string> {
  let before = '{'
  for (const [key, value] of Object.entries(answer)) {
    if (value === undefined) continue
    yield `${before}${JSON.stringify(key)}:`
    if (Array.isArray(value)) yield* arrayPieces(value)
    else yield JSON.stringify(value)
    before = ','
  }
  yield before === '{' ? '{}' : '}'
}

function* arrayPieces(values: readonly unknown[]): Generator<string> {
  for (let from = 0; from < values.length; from += ELEMENTS) {
    const text = JSON.stringify(values.slice(from, from + ELEMENTS))
    yield `${from === 0 ? '[' : ','}${text.slice(1, -1)}`
  }
  yield values.length === 0 ? '[]' : ']'
}

/** True for an answer that is better sent in pieces. */
export const isLong = (answer: object): boolean =>
  Object.values(answer).some((value) => Array.isArray(value) && value.length > ELEMENTS)
