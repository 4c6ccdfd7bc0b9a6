import { parseArgs } from 'node:util'
import { DOCUMENT_CODES, type DocumentCode, readDocument } from './index.ts'
import { takeInventory } from './inventory.ts'

const USAGE = `node schemas/documents/check.ts [<code> …]
Says which numbers of a document are neither listed as figures nor recognised as no figures.
Codes: ${DOCUMENT_CODES.join(', ')} (all, if none is named). Exit 0: none; 1: some; 78: wrong words.`

/** Prints what is missing or wrong in the lists of the named documents; gives the exit code. */
function check(words: string[]): number {
  const wrong = words.filter((word) => !DOCUMENT_CODES.includes(word as DocumentCode))
  if (wrong.length > 0) {
    console.error(`no document is called ${wrong.join(', ')}\n${USAGE}`)
    return 78
  }
  const codes = words.length > 0 ? (words as DocumentCode[]) : DOCUMENT_CODES
  const faults = codes.map((code) => {
    const { numbers, listed, recognised, faults } = takeInventory(readDocument(code))
    for (const { line, message } of faults) console.log(`texts/${code}.txt:${line}: ${message}`)
    console.error(
      `${code}: ${numbers} numbers, ${listed} listed, ${faults.length} faults; no figures: ${JSON.stringify(recognised)}`,
    )
    return faults.length
  })
  return faults.some((count) => count > 0) ? 1 : 0
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    strict: false, // an unknown option is a wrong word, not a stack trace
    options: { help: { type: 'boolean' } },
  })
  const { help, ...unknown } = values
  if (help) console.log(USAGE)
  else process.exitCode = check([...Object.keys(unknown).map((option) => `--${option}`), ...positionals])
}
