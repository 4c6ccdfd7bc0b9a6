import { exitCodeOf } from './address.ts'

/**
 * The frame of a `main.ts`: reads the settings, runs with them. What goes wrong ends the process through `exit` (`exitFor` of @ioc/config:
 * all faults at once, 78); an address that cannot be had ends with 78 too.
 */
export const withConfig = async <Config>(
  read: () => Config,
  run: (config: Config) => Promise<void>,
  exit: (error: unknown) => never,
): Promise<void> => {
  try {
    await run(read())
  } catch (error) {
    const code = exitCodeOf(error)
    if (code === 1) exit(error)
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(code)
  }
}
