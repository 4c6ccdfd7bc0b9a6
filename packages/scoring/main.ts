import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { answer, faultOfProfile } from './command/answer.ts'
import { NoInput, readBytes } from './command/read.ts'
import { EX_DATAERR, EX_NOINPUT, EX_USAGE, HELP, readWords, WrongUsage } from './command/words.ts'
import { PROFILES } from './profiles.ts'

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
const say = (line: string) => process.stderr.write(`${line}\n`)

/** npm changes to the root of the repository, and says where the person stands: a path is meant from there first. */
const pathOf = (file: string) => {
  if (file === '-') return file
  const meant = resolve(process.env.INIT_CWD ?? '', file)
  return existsSync(meant) || !existsSync(file) ? meant : resolve(file)
}

const nameOf = (file: string) => (file === '-' ? 'stdin' : file)

try {
  const words = readWords(process.argv.slice(2))
  if (words.command === 'help') process.stdout.write(HELP)
  else if (words.command === 'list') print({ profiles: PROFILES })
  else {
    // Asked first: a wrong profile should not wait for stdin.
    const wrong = faultOfProfile(words.profile)
    const { result, faults } =
      wrong === null
        ? answer(words.profile, nameOf(words.file), await readBytes(pathOf(words.file), process.stdin))
        : { result: null, faults: [wrong] }
    if (faults) {
      faults.forEach(say)
      process.exitCode = EX_DATAERR
    } else print(result)
  }
} catch (error) {
  if (error instanceof WrongUsage) {
    say(`${error.message}\n\n${HELP}`)
    process.exitCode = EX_USAGE
  } else if (error instanceof NoInput) {
    say(error.message)
    process.exitCode = EX_NOINPUT
  } else throw error
}
