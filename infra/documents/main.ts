import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { exitForWords, exitWithHelp, parseWords, WrongWords } from '@ioc/config'
import { contracts } from '@ioc/schemas'
import { recordShipped } from '@ioc/schemas/shipped/record.ts'
import { differing, ROOT, writeFile } from './files.ts'
import { makeDocuments } from './make.ts'

const HELP = `npm run documents [-- --check] [--json]

Writes what is made from the code: docs/asyncapi.json, docs/contracts, docs/sources, docs/indicators; and records contracts and examples as
shipped (schemas/shipped). A breaking change of a contract is named and not recorded; then nothing is written.

  --check  writes nothing; exit code 1 where something is not what the code makes
  --json   one JSON object on stdout: what was written, taken away, and what breaks

Exit codes: 0 done; 1 a contract breaks who relies on it, or --check found something; 78 wrong words.
`

const readWords = () => {
  try {
    const { values, positionals } = parseWords(process.argv.slice(2), {
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    })
    if (positionals.length > 0) throw new WrongWords(`too many words: ${positionals.join(' ')}`)
    return values
  } catch (error) {
    exitForWords(error, HELP)
    throw error
  }
}

const values = readWords()
if (values.help) exitWithHelp(HELP)
const { breaking, unrecorded } = recordShipped(contracts, { write: !values.check })
const made = breaking.length > 0 ? new Map<string, string>() : await makeDocuments()
const { written, gone } = breaking.length > 0 ? { written: [], gone: [] } : differing(made)
if (!values.check) {
  for (const path of written) writeFile(path, made.get(path)!)
  for (const path of gone) rmSync(join(ROOT, path))
}
if (values.json)
  process.stdout.write(`${JSON.stringify({ breaking, recorded: unrecorded, written, gone })}\n`)
else {
  const lines = [
    ...breaking.map((line) => `breaks: ${line}`),
    ...unrecorded.map((line) => `${values.check ? 'not recorded' : 'recorded'}: ${line}`),
    ...written.map((path) => `${values.check ? 'out of date' : 'written'}: ${path}`),
    ...gone.map((path) => `${values.check ? 'no longer made' : 'taken away'}: ${path}`),
  ]
  process.stdout.write(
    `${(lines.length > 0 ? lines : [`${made.size} documents are what the code makes`]).join('\n')}\n`,
  )
}
const found = values.check && unrecorded.length + written.length + gone.length > 0
process.exitCode = breaking.length > 0 || found ? 1 : 0
