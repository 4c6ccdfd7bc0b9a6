// A launcher of the small river as a process of its own, for whoever wants to kill it: `<data folder> <port base>`.
// Says `up` when everything answers; SIGTERM ends it and what it started.
import { takeFolder } from '@ioc/launcher/folder.ts'
import { withUndo } from '@ioc/launcher/undo.ts'
import { raise } from './ends.river.ts'

const [dataDir, portBase] = process.argv.slice(2)
const say = (line: string) => void process.stdout.write(`${line}\n`)
const asked = new Promise((resolve) => process.once('SIGTERM', resolve))

await withUndo(say, async (undo) => {
  undo.push(await takeFolder(dataDir!, say))
  const names = ['dossier-producer', 'aggregator'] as const
  await raise({ dataDir: dataDir!, portBase: Number(portBase), names, say, undo })
  say('up')
  await asked
})
process.exit()
