import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { EX_CONFIG, exitFor, PORT_OFFSETS, readConfig, settings } from '@ioc/config'
import { closeDate } from './close.ts'
import { snapshotsTable } from './print.ts'
import type { PublishedSnapshot } from './result.ts'

const HELP = `npm run snapshots -- <command> [--json]

  list                 what the running publisher has published, with the receiver's word
  publish --date DAY   close a day that is over (yyyy-mm-dd) at "now", for all groups; a day that is closed stays as it is

Settings as for npm start: IOC_DATA_DIR [.ioc] (holds the operator's key), IOC_HOST, IOC_PORT_BASE.
Exit codes: 0 done; 1 the publisher refused or cannot be reached; 78 wrong settings or words.
`

const wrongWords = (line: string): never => {
  process.stderr.write(`${line}\n\n${HELP}`)
  process.exit(EX_CONFIG)
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      date: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    process.exit(0)
  }
  const config = readConfig(process.env, {
    IOC_DATA_DIR: settings.IOC_DATA_DIR,
    IOC_HOST: settings.IOC_HOST,
    IOC_PORT_BASE: settings.IOC_PORT_BASE,
  })
  const at = {
    host: config.IOC_HOST,
    portBase: config.IOC_PORT_BASE,
    dataDir: resolve(config.IOC_DATA_DIR),
    signal: AbortSignal.timeout(600_000),
  }
  const list = async (): Promise<PublishedSnapshot[]> => {
    const answer = await fetch(
      `http://${at.host}:${at.portBase + PORT_OFFSETS['snapshot-publisher']}/v1/snapshots`,
    )
    return ((await answer.json()) as { snapshots: PublishedSnapshot[] }).snapshots
  }
  const [command] = positionals
  if (command === 'publish' && values.date === undefined) wrongWords('publish needs --date yyyy-mm-dd')
  if (command !== 'list' && command !== 'publish')
    wrongWords(`unknown command ${command ?? '(none)'}; known: list, publish`)
  const snapshots = command === 'list' ? await list() : await closeDate(values.date!, at)
  process.stdout.write(values.json ? `${JSON.stringify({ snapshots })}\n` : `${snapshotsTable(snapshots)}\n`)
  process.exit(0)
} catch (error) {
  const { cause, code } = error as Error & { cause?: { code?: string }; code?: string }
  if (cause?.code === 'ECONNREFUSED' || code === 'ENOENT') {
    process.stderr.write(
      'the snapshot publisher cannot be reached: is npm start running on this data folder and port base?\n',
    )
    process.exit(1)
  }
  if (code?.startsWith('ERR_PARSE_ARGS')) wrongWords((error as Error).message)
  exitFor(error)
}
