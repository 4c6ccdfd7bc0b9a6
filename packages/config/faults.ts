/** Every fault of the settings at once. */
export class ConfigFaults extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`${faults.length} fault(s) in the settings:\n${faults.map((f) => `  - ${f}`).join('\n')}`)
    this.name = 'ConfigFaults'
    this.faults = faults
  }
}
