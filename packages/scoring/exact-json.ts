import Big from 'big.js'

/** A number of a JSON text that no number here holds as it is written: 9007199254740991.4 would be read as 9007199254740991. */
export class InexactNumber {
  readonly written: string

  constructor(written: string) {
    this.written = written
  }
}

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown
/** As the engine has it; TypeScript's library does not know yet that a reviver is told how a value is written. */
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown

/**
 * JSON with its numbers as they are written: one that would be read as another is an `InexactNumber` in its place.
 * @throws SyntaxError for what is no JSON, RangeError for what is nested too deeply
 */
export const parseExactly = (text: string): unknown =>
  parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && !isAsWritten(value, source)
      ? new InexactNumber(source)
      : value,
  )

const isAsWritten = (value: number, source: string) =>
  String(value) === source || (Number.isFinite(value) && new Big(source).eq(value))
