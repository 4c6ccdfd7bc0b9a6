/** The command cannot be understood. */
export class WrongWords extends Error {
  override readonly name = 'WrongWords'
}
