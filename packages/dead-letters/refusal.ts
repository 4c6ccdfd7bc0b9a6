/** Why something asked of a dead letter is not done; the code is for machines, the message for who asked. */
export type RefusalCode =
  | 'not-a-position'
  | 'not-a-dead-letter'
  | 'nothing-sealed'
  | 'key-missing'
  | 'key-unreadable'
  | 'wrong-key'
  | 'not-replayable'
  | 'wrong-change'
  | 'why-missing'
  | 'dropped'
  | 'unknown-name'

/** A refusal in words; never holds a value of the record. */
export class DeadLetterRefusal extends Error {
  readonly code: RefusalCode
  constructor(code: RefusalCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'DeadLetterRefusal'
    this.code = code
  }
}
