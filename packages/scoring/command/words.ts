import { parseArgs } from 'node:util'

/** sysexits.h: wrong usage, wrong data, no such input. */
export const EX_USAGE = 64
export const EX_DATAERR = 65
export const EX_NOINPUT = 66

export const HELP = `npm run --silent score -- <profile> <counts.json>

Scores counts by a version of Decision 766; no engine is needed. The result is one JSON object on stdout.

  <profile>      766@2026
  <counts.json>  {"components":{"PUBLISH_ON_TIME":{"numerator":87,"denominator":89}, …}}; - reads it from stdin.
                 A component left out, null, and null of null have no ratio. Counts are whole numbers from 0 to 2^53 - 1
                 (DOSSIER_SYNC: its numerator may be above its denominator, which may be a fraction), and none may
                 have more digits than can be counted exactly. Other keys inside a component are refused; beside
                 "components" they are labels, except "profile", which must be the one asked for.
                 A path is meant from where you stand.
                 PETITION_CLASSIFICATION_TTHC and _STAFF are followed only: taken, shown, and worth 0 points.
  --list         all profiles as JSON: id, kind, titles, evidence; for 766 also groups, components, caps and bands
  --json         the output is JSON anyway; the word is taken so that all commands can be called alike
  --help         this text

Exit codes: 0 done; ${EX_USAGE} wrong usage; ${EX_DATAERR} wrong profile or counts, one line on stderr for each fault; ${EX_NOINPUT} the file cannot be read.
`

export type Words =
  | { command: 'help' }
  | { command: 'list' }
  | { command: 'score'; profile: string; file: string }

/** The command line says something we do not know, or too little. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage'
}

/** Reads the command line. @throws WrongUsage */
export const readWords = (argv: string[]): Words => {
  const { values, positionals } = parse(argv)
  if (values.help) return { command: 'help' }
  if (values.list) {
    if (positionals.length > 0) throw new WrongUsage(`--list takes no words: ${positionals.join(' ')}`)
    return { command: 'list' }
  }
  const [profile, file, ...more] = positionals
  if (profile === undefined) throw new WrongUsage('no profile and no counts were named')
  if (file === undefined) throw new WrongUsage('no counts were named; a file, or - for stdin')
  if (more.length > 0) throw new WrongUsage(`too many words: ${more.join(' ')}`)
  return { command: 'score', profile, file }
}

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new WrongUsage((error as Error).message) // parseArgs throws only for what it does not know
  }
}
