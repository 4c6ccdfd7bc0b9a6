// `npm test`: every step in order, cheapest first, so that a slip shows in seconds.
import { missingBrowser } from './runner/browser.ts'
import { HELP, type Options, readOptions, STEPS, type StepName } from './runner/options.ts'
import { failed, lastLine, type Outcome, skipped, sum } from './runner/outcome.ts'
import { check, endSteps, hasTests, missingEngines, type Output, vitest } from './runner/step.ts'

const EX_CONFIG = 78

const options = ((): Options => {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`)
    return process.exit(EX_CONFIG)
  }
})()
if (options.help) {
  process.stdout.write(HELP)
  process.exit(0)
}

const output: Output = options.json ? 2 : 1
const say = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`)
let stopped: NodeJS.Signals | null = null
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stopped ??= signal
    endSteps()
  })

const browserPath = process.env.CHROMIUM_PATH || '/usr/bin/chromium'
const browserRequired = process.env.IOC_REQUIRE_BROWSER === '1'

const steps: Record<StepName, () => Promise<Outcome>> = {
  types: () => check('types', ['tsc', '-p', 'tsconfig.json'], output),
  lint: () => check('lint', ['biome', 'check', '.'], output),
  unit: () => vitest('unit', output, process.env),
  contracts: () => vitest('contracts', output, process.env),
  tree: () => vitest('tree', output, process.env),
  engines: () => withEngines('engines'),
  faults: async () =>
    hasTests('tests/faults') ? withEngines('faults') : skipped('faults: none is written yet'),
  centre: () => withEngines('centre'),
  browser: async () => missingBrowser(browserPath, browserRequired, say) ?? withEngines('browser'),
  'end-to-end': () => withEngines('end-to-end'),
}
const withEngines = async (project: StepName) =>
  missingEngines(project) ?? vitest(project, output, process.env)

const began = performance.now()
const done: { name: StepName; seconds: number; outcome: Outcome }[] = []
for (const name of STEPS.filter((step) => options.only.length === 0 || options.only.includes(step))) {
  say(`\n▶ ${name} …`)
  const startedAt = performance.now()
  const outcome = stopped
    ? failed(name, `not run: stopped by ${stopped}`)
    : await steps[name]().catch((error: Error) => failed(name, error.stack ?? error.message))
  const seconds = secondsSince(startedAt)
  done.push({ name, seconds, outcome })
  say(`■ ${name}: ${lastLine(outcome)} in ${seconds} s`)
}

const whole = sum(done.map(({ outcome }) => outcome))
const seconds = secondsSince(began)
if (whole.skips.length > 0) say(`\nskipped:\n${whole.skips.map((skip) => `  - ${skip}`).join('\n')}`)
if (whole.failures.length > 0)
  say(
    `\nfailed:\n${whole.failures.map(({ name, message }) => `  - ${name}\n${indented(message)}`).join('\n')}`,
  )
say(`\n${done.map((step) => `${step.name} ${step.seconds} s`).join(' · ')} · all ${seconds} s`)
if (options.json) {
  const { passed, failed, skipped } = whole
  const perStep = done.map(({ name, seconds, outcome }) => ({ name, seconds, ...outcome }))
  process.stdout.write(`${JSON.stringify({ passed, failed, skipped, seconds, steps: perStep })}\n`)
}
say(lastLine(whole))
process.exitCode = whole.failed > 0 ? 1 : 0

function secondsSince(startMs: number) {
  return Number(((performance.now() - startMs) / 1000).toFixed(1))
}
function indented(message: string) {
  const LINES_MAX = 12
  return message
    .split('\n')
    .slice(0, LINES_MAX)
    .map((line) => `      ${line}`)
    .join('\n')
}
