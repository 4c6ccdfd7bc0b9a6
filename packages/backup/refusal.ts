/** What was asked cannot be done, and why: a sentence for a person, not a fault of ours. */
export class BackupRefusal extends Error {
  override readonly name = 'BackupRefusal'
}
