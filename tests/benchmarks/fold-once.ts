import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { NODE_FLAGS } from '@ioc/launcher/services.ts'
import { dossier } from '@ioc/schemas'
import { ledgerHas, logEnds } from './caught-up.ts'
import type { FoldTask, Heard } from './fold.ts'
import type { Stage } from './stage.ts'

const LOOK_MS = 50

/** The product's pipeline, or one without ledger and guarantees. */
export type Way = FoldTask['way']
/**
 * From the first batch until the last row is durable. CPU is of the whole processes, and that of folding from each one's first batch on; resident memory
 * is of the largest.
 */
export type Folded = { seconds: number; cpuSeconds: number; foldingCpuSeconds: number; rssMb: number }

/** One aggregator process folds the whole topic. */
export const foldOnce = async (
  { brokers, clickhouseUrl }: Pick<Stage, 'brokers' | 'clickhouseUrl'>,
  way: Way,
  events: number,
  group: string,
): Promise<Folded> =>
  fold(1, { brokers, clickhouseUrl, way, topic: dossier.id, group }, events, async () => true)

/** Several aggregators of one group fold a topic together, as so many started at once do. */
export const foldTogether = async (
  stage: Pick<Stage, 'brokers' | 'clickhouseUrl' | 'kafka' | 'clickhouse'>,
  members: number,
  topic: string,
  events: number,
  group: string,
): Promise<Folded> => {
  const { brokers, clickhouseUrl } = stage
  const ends = await logEnds(stage, [topic])
  // What one member had begun when another came is folded twice, so the count of all is too high then: the ledger has the last word.
  return fold(members, { brokers, clickhouseUrl, way: 'with', topic, group }, events, () =>
    ledgerHas(stage, ends),
  )
}

const fold = async (
  members: number,
  task: FoldTask,
  events: number,
  isWhole: () => Promise<boolean>,
): Promise<Folded> => {
  let folded = 0
  const enough = Promise.withResolvers<void>()
  const running = Array.from({ length: members }, () =>
    start(task, (records) => {
      folded += records
      if (folded >= events) enough.resolve()
    }),
  )
  const ended = Promise.all(running.map(({ told }) => told))
  await Promise.race([enough.promise, ended])
  while (!(await isWhole())) await Promise.race([new Promise((look) => setTimeout(look, LOOK_MS)), ended])
  for (const { child } of running) child.send('enough')
  const each = await ended
  const worked = each.filter(({ lastBlockAtMs }) => lastBlockAtMs !== null)
  const sum = (read: (member: (typeof each)[number]) => number) =>
    each.reduce((all, member) => all + read(member), 0)
  return {
    seconds:
      (Math.max(...worked.map((member) => member.lastBlockAtMs!)) -
        Math.min(...worked.map((member) => member.firstBatchAtMs!))) /
      1000,
    cpuSeconds: sum((member) => member.cpuSeconds),
    foldingCpuSeconds: sum((member) => member.foldingCpuSeconds),
    rssMb: Math.max(...each.map((member) => member.rssMb)),
  }
}

/** One process; `told` is what it says at its end, and rejects if it ends without a word. */
const start = (task: FoldTask, onFolded: (records: number) => void) => {
  // As the launcher starts services, so that the garbage collector works under the same bounds.
  const child: ChildProcess = fork(join(import.meta.dirname, 'fold.ts'), [JSON.stringify(task)], {
    execArgv: NODE_FLAGS,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  type Told = Extract<Heard, { kind: 'ended' }>
  let last: Told | null = null
  child.on('message', (heard: Heard) => {
    if (heard.kind === 'folded') onFolded(heard.records)
    else last = heard
  })
  const told = once(child, 'close').then(([code]): Told => {
    if (code !== 0 || last === null) throw new Error(`an aggregator (${task.way}) ended with ${code}`)
    return last
  })
  told.catch(() => {}) // told to whoever waits
  return { child, told }
}
