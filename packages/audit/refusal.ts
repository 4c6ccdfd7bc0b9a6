/** What was asked cannot be done, and why; nothing was changed. A sentence for a person, not a fault of ours. */
export class AuditRefusal extends Error {
  override readonly name = 'AuditRefusal'
}
