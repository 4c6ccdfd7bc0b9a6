import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Jwks, readJwks } from './jwks.ts'
import { readJson } from './read.ts'
import { type Report, verifyFiles } from './verify-files.ts'

const EX_USAGE = 64
const USAGE = `Checks signed snapshots offline: bytes, schema, digest, key, signature, control totals; and the chain of revisions
of each group and day.

  npm run --silent verify -- <snapshot.json> [<snapshot.json> …] --jwks <jwks.json> [--json]

  --jwks <file>  the publisher's public keys, as its /.well-known/jwks.json showed them
  --json         one JSON object on stdout
  --help         this text

Exit: 0 all sound; 1 the first thing that is wrong, with its file; ${EX_USAGE} wrong usage.
`

type Question = { files: string[]; jwks: Jwks; json: boolean }

const usageFault = (fault: string): never => {
  process.stderr.write(`${fault}\n\n${USAGE}`)
  process.exit(EX_USAGE)
}

const readQuestion = (args: string[]): Question => {
  const { values, positionals } = parse(args)
  if (values.help) {
    process.stdout.write(USAGE)
    process.exit(0)
  }
  if (positionals.length === 0) usageFault('no snapshot was named')
  if (values.jwks === undefined) return usageFault('--jwks was not given')
  return { files: positionals, jwks: readKeys(values.jwks), json: values.json }
}

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        jwks: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    if (error instanceof TypeError) return usageFault(error.message) // parseArgs throws it for what it does not know
    throw error
  }
}

const readKeys = (file: string): Jwks => {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (error) {
    return usageFault(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  const read = readJson(bytes)
  const jwks = read.kind === 'json' ? readJwks(read.json) : null
  return jwks ?? usageFault(`${file} is not a JWK set`)
}

const inWords = (report: Report): string =>
  [
    ...report.files
      .filter((f) => f.sound)
      .map((f) => `${f.file}: sound, ${f.group} ${f.date} revision ${f.revision}, ${f.digest}`),
    ...(report.wrong
      ? [
          `${report.wrong.file}: wrong, ${report.wrong.fault}${report.wrong.path && ` at ${report.wrong.path}`}: ${report.wrong.reason}`,
        ]
      : []),
  ].join('\n')

const question = readQuestion(process.argv.slice(2).filter((arg, i) => !(i === 0 && arg === '--')))
const report = await verifyFiles(question.files, question.jwks)
process.stdout.write(`${question.json ? JSON.stringify(report) : inWords(report)}\n`)
process.exitCode = report.sound ? 0 : 1
