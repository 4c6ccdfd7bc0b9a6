import { resolve } from 'node:path'
import { BackupRefusal, verifyBackup } from '@ioc/backup'
import { ClickHouseError } from '@ioc/clickhouse'
import { ConfigFaults, exitFor, exitForWords, readConfig, settings } from '@ioc/config'
import { Stop } from '../stop-error.ts'
import { runBackup, runRestore } from './commands.ts'
import { HELP, readWords } from './words.ts'

// `npm run backup` and `npm run restore`. Here and not in the package, because a restore starts the engines of a data folder.
const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  const words = readWords(process.argv.slice(2))
  const tell = (people: string, machine: unknown) =>
    process.stdout.write(words.json ? `${JSON.stringify(machine)}\n` : `${people}\n`)
  const config = readConfig(process.env, settings)
  const given = { kafka: !!process.env.KAFKA_BROKERS, clickhouse: !!process.env.CLICKHOUSE_URL }
  switch (words.command) {
    case 'help':
      process.stdout.write(HELP)
      break
    case 'verify': {
      const { digest, files, bytes, manifest } = await verifyBackup(resolve(words.folder), say)
      tell(`${files} files, ${megabytes(bytes)} MB, as they were written on ${manifest.madeAt}\n${digest}`, {
        digest,
        files,
        bytes,
        madeAt: manifest.madeAt,
        keys: manifest.keys,
      })
      break
    }
    case 'backup': {
      const { digest, bytes, seconds, manifest } = await runBackup(words, config, given, say)
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      tell(
        [
          `backup in ${words.to}: ${rows} rows, ${megabytes(bytes)} MB, ${seconds} s`,
          `digest ${digest}`,
          words.withKeys
            ? 'It holds the keys and secrets: whoever has this folder can open what is sealed, and sign and send in the province’s name.'
            : 'Keys and secrets are not in it: keep them elsewhere, without them nothing sealed can be opened.',
          'Not in it: the national IOC’s archive (national-ioc/), which is another party’s; logs; engine data.',
        ].join('\n'),
        {
          folder: resolve(words.to),
          digest,
          bytes,
          rows,
          seconds,
          watermark: manifest.watermark,
          keys: manifest.keys,
        },
      )
      break
    }
    case 'restore': {
      const restored = await runRestore(words, config, given, say)
      const of = (verdict: string) => restored.cuts.filter((cut) => cut.verdict === verdict)
      const { length: compared } = restored.cuts
      tell(
        [
          `restored ${restored.rows} rows in ${restored.seconds} s; Kafka ${restored.kafka === 'kept' ? 'was not lost and is as it was' : 'goes on where the ledger ends'}`,
          `${compared} cuts, ${of('same').length} same`,
          ...of('differs').map((cut) => `DIFFERS: ${cut.cut} was published as ${cut.digest}`),
          ...of('other-rules').map(
            (cut) => `not compared: ${cut.cut} pins catalogues or indicators of another version`,
          ),
          ...(restored.keys
            ? []
            : ['The backup has no keys and secrets: put them into the data folder before npm start.']),
        ].join('\n'),
        { ...restored, cuts: { compared, same: of('same').length, list: restored.cuts } },
      )
      process.exitCode = of('differs').length > 0 ? 1 : 0
    }
  }
} catch (error) {
  exitForWords(error, HELP)
  if (error instanceof ConfigFaults) exitFor(error)
  if (error instanceof ClickHouseError && error.kind === 'unreachable')
    say('ClickHouse does not answer: is npm start running on this data folder and port base?')
  else if (error instanceof BackupRefusal || error instanceof Stop || error instanceof ClickHouseError)
    say(error.message)
  else exitFor(error)
  process.exitCode = error instanceof Stop ? error.exitCode : 1
}
// What the engines' clients leave behind must not keep a finished command from ending.
process.exit()

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}
