/** Ends the launcher with one clear line and an exit code; not a fault of ours. */
export class Stop extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode: number) {
    super(message)
    this.name = 'Stop'
    this.exitCode = exitCode
  }
}
