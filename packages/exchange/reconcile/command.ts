import { parseWords, WrongWords } from '@ioc/config'
import { month } from '@ioc/snapshot'
import type { Way } from './get.ts'
import { reportText } from './print.ts'
import { reconcile } from './reconcile.ts'
import { openOurs, openTheirs, SideAway, SideRefuses } from './side.ts'

export const HELP = `npm run reconcile -- --month 2024-06 [--group NAME] [--json] [--ours URL] [--theirs URL]

Proves by one digest for each group that what was published for the dates of a month is what the national IOC accepted; where it
is not, names the first date and revision that differ, and the first indicator, unit and period. Artefacts are fetched only then.

  --month MONTH   calendar month of the dates
  --group NAME    only this group
  --ours URL      the operations centre [IOC_HOST and IOC_PORT_BASE]
  --theirs URL    the receiver [NATIONAL_IOC_URL; else IOC_HOST and IOC_PORT_BASE + 10]
  --json          one JSON object on stdout

Certificates and token for the receiver that is set are those of the publisher: NATIONAL_IOC_TLS_CA, _TLS_CERT, _TLS_KEY, _TOKEN_FILE.

Exit codes: 0 both hold the same; 1 they differ; 64 wrong words; 69 a side does not answer, or not as it should; 78 wrong settings.
`

/** sysexits.h */
export const EX_USAGE = 64
export const EX_UNAVAILABLE = 69

type Words = { month: string; group: string | undefined; json: boolean; ours: string; theirs: string }

/** Reads the words; null: help is asked for. @throws WrongWords */
export const readWords = (
  args: readonly string[],
  addresses: { ours: string; theirs: string },
): Words | null => {
  const { values, positionals } = parseWords(args, OPTIONS)
  if (values.help) return null
  if (positionals.length > 0) throw new WrongWords(`too many words: ${positionals.join(' ')}`)
  const { ours = addresses.ours, theirs = addresses.theirs, group, json } = values
  if (values.month === undefined) throw new WrongWords('reconcile needs --month, e.g. --month 2024-06')
  if (!month.safeParse(values.month).success)
    throw new WrongWords(`--month ${values.month} is no month, e.g. 2024-06`)
  for (const [name, url] of Object.entries({ ours, theirs }))
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw new WrongWords(`--${name} ${url} is no http(s) address`)
  return { month: values.month, group, json, ours, theirs }
}

const OPTIONS = {
  month: { type: 'string' },
  group: { type: 'string' },
  ours: { type: 'string' },
  theirs: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export type Told = { code: number; stdout: string; stderr: string }

/** Runs the command; gives what to print and the exit code. `say` is told of progress. */
export const runReconcile = async (
  args: readonly string[],
  addresses: { ours: string; theirs: string },
  say: (line: string) => void,
  /** To the receiver that is set; another address is told no token. */
  way: Way = {},
): Promise<Told> => {
  try {
    const words = readWords(args, addresses)
    if (words === null) return { code: 0, stdout: HELP, stderr: '' }
    const report = await reconcile(
      {
        ours: openOurs(words.ours),
        theirs: openTheirs(words.theirs, words.theirs === addresses.theirs ? way : {}),
      },
      words,
      say,
    )
    const stdout = words.json ? `${JSON.stringify(report)}\n` : `${reportText(report)}\n`
    return { code: report.equal ? 0 : 1, stdout, stderr: '' }
  } catch (error) {
    if (error instanceof WrongWords || error instanceof SideRefuses)
      return {
        code: EX_USAGE,
        stdout: '',
        stderr: `${error.message}\nnpm run reconcile -- --help tells more.\n`,
      }
    if (error instanceof SideAway)
      return { code: EX_UNAVAILABLE, stdout: '', stderr: `${error.message}. Nothing is proved.\n` }
    throw error
  }
}
