import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Stage } from './stage.ts'

/** As the launcher starts services, so that the garbage collector works under the same bounds. */
const NODE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--initial-old-space-size=180',
  '--max-old-space-size=256',
  '--max-semi-space-size=16',
]

/** The product's pipeline, or one without ledger and guarantees. */
export type Way = 'with' | 'without'
/** From the first batch until the last row is durable; CPU and resident memory are of the whole process. */
export type Folded = { seconds: number; cpuSeconds: number; rssMb: number }

/** One aggregator process folds the whole topic. */
export const foldOnce = (
  stage: Pick<Stage, 'brokers' | 'clickhouseUrl'>,
  way: Way,
  events: number,
  group: string,
): Promise<Folded> =>
  new Promise((resolve, reject) => {
    const { brokers, clickhouseUrl } = stage
    const task = { brokers, clickhouseUrl, way, events, group }
    const child: ChildProcess = spawn(
      process.execPath,
      [...NODE_FLAGS, join(import.meta.dirname, 'fold.ts'), JSON.stringify(task)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let said = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(JSON.parse(said) as Folded) : reject(new Error(`${way}: ended with ${code}`)),
    )
  })
