import { parseArgs } from 'node:util'

export const STEPS = [
  'types',
  'lint',
  'unit',
  'contracts',
  'tree',
  'engines',
  'faults',
  'centre',
  'browser',
  'end-to-end',
] as const
export type StepName = (typeof STEPS)[number]

export type Options = { only: readonly StepName[]; json: boolean; help: boolean }

export const HELP = `npm test [-- options]

Installs, builds the pages and runs everything: ${STEPS.join(', ')}.
The last line is always "N passed, N failed, N skipped"; exit 0 only if nothing failed. Types and lint count as one test each.

  --only <step>   only this step; may be given more than once
  --json          one JSON object on stdout; everything else goes to stderr
  --help          this text

Environment: CHROMIUM_PATH [/usr/bin/chromium]; IOC_REQUIRE_BROWSER=1 makes a missing browser a failure, not a skip.
One file while working on it: node_modules/.bin/vitest run <path>, with node_modules/.bin first on the PATH.
`

/** Reads the command line; throws with a sentence naming what is unknown. */
export const readOptions = (argv: string[]): Options => {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const unknown = values.only.filter((name) => !(STEPS as readonly string[]).includes(name))
  if (unknown.length > 0) throw new Error(`no step ${unknown.join(', ')}; there are ${STEPS.join(', ')}`)
  return { ...values, only: values.only as StepName[] }
}
