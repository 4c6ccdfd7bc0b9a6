/** Why something asked of the published snapshots is not done; the code is for machines, the message for who asked. */
export type RefusalCode =
  | 'unknown-group'
  | 'no-such-snapshot'
  | 'no-such-indicator'
  | 'indicator-gone'
  | 'not-in-snapshot'
  | 'level-not-said'
  | 'no-such-half'
  | 'nothing-superseded'
  | 'operator-key'

export class ExchangeRefusal extends Error {
  override readonly name = 'ExchangeRefusal'
  readonly code: RefusalCode
  /** What was asked for and what there is, for who says it in other words. */
  readonly about: Readonly<Record<string, string>>
  constructor(code: RefusalCode, message: string, about: Readonly<Record<string, string>> = {}) {
    super(message)
    this.code = code
    this.about = about
  }
}
