/** What one step of `npm test` came to. A step that is one check (types, lint) counts as one test. */
export type Outcome = {
  passed: number
  failed: number
  skipped: number
  /** What failed: where, and the message for a person. */
  failures: readonly { name: string; message: string }[]
  /** What was not tried, and why. */
  skips: readonly string[]
}

export const NOTHING: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] }

export const failed = (name: string, message: string): Outcome => ({
  ...NOTHING,
  failed: 1,
  failures: [{ name, message }],
})

export const skipped = (reason: string): Outcome => ({ ...NOTHING, skipped: 1, skips: [reason] })

export const sum = (outcomes: readonly Outcome[]): Outcome => ({
  passed: outcomes.reduce((n, o) => n + o.passed, 0),
  failed: outcomes.reduce((n, o) => n + o.failed, 0),
  skipped: outcomes.reduce((n, o) => n + o.skipped, 0),
  failures: outcomes.flatMap((o) => o.failures),
  skips: outcomes.flatMap((o) => o.skips),
})

/** The last line of `npm test`; other programs read it. */
export const lastLine = ({ passed, failed, skipped }: Pick<Outcome, 'passed' | 'failed' | 'skipped'>) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

/**
 * What a step came to, from what its process left behind. A process that ended badly without naming a failed test has
 * failed all the same: a crash must never read as a pass.
 */
export const judge = (name: string, exitCode: number | null, left: Outcome | null): Outcome => {
  if (left === null)
    return failed(name, `ended with ${exitCode ?? 'a signal'} before it could say what became of its tests`)
  if (left.failed > 0) return left
  if (exitCode !== 0)
    return sum([left, failed(name, `no test failed, yet its process ended with ${exitCode ?? 'a signal'}`)])
  if (left.passed + left.skipped === 0) return failed(name, 'no test was found')
  return left
}
