import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node'
import type { Outcome } from './outcome.ts'

/**
 * Leaves what became of every test in the file that `--outputFile.outcome` names, for `tests/run.ts` to add up; vitest's own
 * reporter speaks to the person.
 */
export default class OutcomeReporter implements Reporter {
  #file = ''

  onInit(vitest: Vitest) {
    const files = vitest.config.outputFile
    this.#file = (typeof files === 'object' ? files.outcome : files) ?? ''
    if (this.#file === '') throw new Error('this reporter needs --outputFile.outcome=<file>')
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]) {
    writeFileSync(this.#file, JSON.stringify(outcomeOf(modules, unhandled)))
  }
}

const outcomeOf = (modules: readonly TestModule[], unhandled: readonly SerializedError[]): Outcome => {
  const failures: { name: string; message: string }[] = []
  const skips: string[] = []
  let passed = 0
  const add = (name: string, errors: readonly { message: string; stack?: string }[]) =>
    failures.push({ name, message: errors.map((e) => e.stack || e.message).join('\n') || 'failed' })

  for (const module of modules) {
    const at = module.relativeModuleId
    // A file that cannot be loaded, or a setup that fails, has no test of its own to show it.
    if (module.errors().length > 0) add(at, module.errors())
    for (const suite of module.children.allSuites())
      if (suite.errors().length > 0) add(`${at} > ${suite.fullName}`, suite.errors())
    for (const test of module.children.allTests()) {
      const name = `${at} > ${test.fullName}`
      const result = test.result()
      if (result.state === 'passed') passed++
      else if (result.state === 'failed') add(name, result.errors)
      else skips.push(result.state === 'skipped' && result.note ? `${name}: ${result.note}` : name)
    }
  }
  for (const error of unhandled)
    add('outside any test', [{ message: error.message, stack: error.stack ?? '' }])
  return { passed, failed: failures.length, skipped: skips.length, failures, skips }
}
