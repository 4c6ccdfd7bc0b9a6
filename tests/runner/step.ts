import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endLeftovers } from './leftovers.ts'
import { failed, judge, NOTHING, type Outcome, skipped, sum } from './outcome.ts'

export const ROOT = join(import.meta.dirname, '..', '..')
const BIN = join(ROOT, 'node_modules', '.bin')
const REPORTER = join(import.meta.dirname, 'reporter.ts')
/** A step that hangs is ended; the slowest takes a quarter of this on two quiet cores. */
const STEP_MS_MAX = 30 * 60_000
const END_MS_MAX = 20_000

/** Where a step's output goes: stdout of ours, or stderr when stdout is for JSON. */
export type Output = 1 | 2

const children = new Set<ChildProcess>()

/** Ends what is running; vitest then closes its workers, and they what they started. */
export const endSteps = () => {
  for (const child of children) child.kill('SIGINT')
}

const run = (
  program: string,
  args: string[],
  output: Output,
  env?: NodeJS.ProcessEnv,
): Promise<number | null> =>
  new Promise((resolve) => {
    const child = spawn(join(BIN, program), args, { cwd: ROOT, env, stdio: ['ignore', output, output] })
    children.add(child)
    const late = setTimeout(() => {
      child.kill('SIGINT')
      setTimeout(() => child.kill('SIGKILL'), END_MS_MAX).unref()
    }, STEP_MS_MAX)
    const end = (code: number | null) => {
      clearTimeout(late)
      children.delete(child)
      resolve(code)
    }
    child.once('error', () => end(null)) // cannot be started: no exit code
    child.once('exit', end)
  })

/** A whole program as one test: it passes if it ends with 0. */
export const check = async (name: string, args: [string, ...string[]], output: Output): Promise<Outcome> => {
  const [program, ...rest] = args
  const code = await run(program, rest, output)
  return code === 0
    ? { ...NOTHING, passed: 1 }
    : failed(name, `${args.join(' ')} ended with ${code ?? 'a signal'}; what it printed is above`)
}

/** One vitest project in a process of its own, with a folder of its own for everything temporary. */
export const vitest = async (project: string, output: Output, env: NodeJS.ProcessEnv): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-tests-'))
  const file = join(folder, 'outcome.json')
  try {
    const reporters = ['--reporter=default', `--reporter=${REPORTER}`, `--outputFile.outcome=${file}`]
    const code = await run('vitest', ['run', '--project', project, ...reporters], output, {
      ...env,
      TMPDIR: folder,
    })
    const left = await endLeftovers(folder)
    const outcome = judge(project, code, read(file))
    return left.length === 0 ? outcome : sum([outcome, failed(project, `left running: ${left.join(', ')}`)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const read = (file: string): Outcome | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome
  } catch {
    return null // never written, or half: the process died, and that is what is reported
  }
}

/** True if a folder of the tree holds tests. */
export const hasTests = (folder: string): boolean =>
  existsSync(join(ROOT, folder)) && readdirSync(join(ROOT, folder)).some((name) => name.endsWith('.test.ts'))

/** Without Java or Maven (the bootstrap allows it when engines are given) the local engines cannot be started. */
export const missingEngines = (step: string): Outcome | null => {
  const missing = [
    ['java', '-version'],
    ['mvn', '-v'],
  ].filter(([program, ask]) => spawnSync(program!, [ask!], { stdio: 'ignore' }).error !== undefined)
  return missing.length === 0
    ? null
    : skipped(
        `${step}: ${missing.map(([program]) => program).join(' and ')} not found, so no local engine can be started`,
      )
}
