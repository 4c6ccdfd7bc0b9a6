/** Why something asked of the published snapshots is not done; the code is for machines, the message for who asked. */
export type RefusalCode =
  | 'unknown-group'
  | 'no-such-snapshot'
  | 'no-such-indicator'
  | 'no-such-value'
  | 'no-such-half'
  | 'nothing-superseded'
  | 'operator-key'

export class ExchangeRefusal extends Error {
  override readonly name = 'ExchangeRefusal'
  readonly code: RefusalCode
  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }
}
