import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** sysexits.h EX_CONFIG, as for settings: what is wrong is what was asked, and asking again the same way will not help. */
const EX_WORDS = 78

/** The command line says something no command of ours knows, or too little; the message says what is right. */
export class WrongWords extends Error {
  override readonly name = 'WrongWords'
}

type Parsed<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>

/**
 * Words of a command line as options and the rest, in order. `npm run x -- -- …` hands its second `--` over too, which means nothing.
 * @throws WrongWords naming the word nobody knows
 */
export const parseWords = <const Options extends ParseArgsOptionsConfig>(
  words: readonly string[],
  options: Options,
): Parsed<Options> => {
  try {
    const args = words[0] === '--' ? words.slice(1) : [...words]
    return parseArgs({ args, options, allowPositionals: true }) as Parsed<Options>
  } catch (error) {
    throw new WrongWords((error as Error).message) // parseArgs says which word it does not know
  }
}

/** The command a first word names. @throws WrongWords naming those there are */
export const commandIn = <Name extends string>(told: string | undefined, known: readonly Name[]): Name => {
  const name = known.find((each) => each === told)
  if (name === undefined)
    throw new WrongWords(`unknown command ${told ?? '(none)'}; known: ${known.join(', ')}`)
  return name
}

/**
 * Prints what is wrong and how it is asked rightly, and ends with 78; whatever is no wrong word is thrown on. For the `catch` of a
 * `main.ts`. A whole help would push the one line that matters off the screen.
 */
export const exitForWords = (error: unknown, help: string): void => {
  if (!(error instanceof WrongWords)) return
  process.stderr.write(`${error.message}\n\n${help.split('\n')[0]}\n--help tells what it understands.\n`)
  process.exit(EX_WORDS)
}

/** Prints the help and ends with 0. */
export const exitWithHelp = (help: string): never => {
  process.stdout.write(help)
  return process.exit(0)
}
