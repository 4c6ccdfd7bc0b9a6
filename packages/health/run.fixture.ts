import { createLog } from '@ioc/log'
import { runUntilSignal } from './run.ts'

// A service of two parts for `run.test.ts`: its argument says how it goes wrong, its stdout in which order things happened.
const [scenario, dataDir] = process.argv.slice(2) as [string, string]
const say = (what: string) => {
  process.stdout.write(`${what}\n`)
}
const never = new Promise<void>(() => {})

await runUntilSignal({
  service: 'example',
  dataDir,
  log: createLog('example', 'silent'),
  parts: [
    {
      name: 'left',
      start: async () => say('left starts'),
      stop: async () => {
        say('left stops')
        if (scenario === 'stop fails') throw new Error('no')
      },
    },
    {
      name: 'right',
      start: async () => {
        say('right starts')
        if (scenario === 'start fails') throw new Error('no')
        if (scenario === 'start hangs') await never
      },
      stop: async () => {
        say('right stops')
        if (scenario === 'stop hangs') await never
      },
      finished: scenario === 'part fails' ? Promise.reject(new Error('no')) : never,
    },
  ],
})
