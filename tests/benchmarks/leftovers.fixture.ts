// Stands for a benchmark that is broken off: starts processes as the launchers do, detached and starting others again, and waits.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { openFolder } from './folder.ts'

const folder = openFolder({})
const env = { IOC_DATA_DIR: join(folder, 'data') }
const start = () => {
  const child = spawn('/bin/sleep', ['600'], { env, detached: true, stdio: 'ignore' })
  child.once('exit', start) // as a supervisor does
  process.stdout.write(`${child.pid}\n`)
}
start()
// A shell that does not hear the signal, and its child.
spawn('/bin/sh', ['-c', 'trap "" TERM INT; sleep 600 & echo $!; wait'], {
  env,
  stdio: ['ignore', 'inherit', 'ignore'],
})
process.stdout.write(`${folder}\n`)
setInterval(() => {}, 1_000)
