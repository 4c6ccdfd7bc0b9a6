import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const here = import.meta.dirname

/** Where the broker's jars are, for a class path. */
export const jars = join(here, 'jars')
/** Kafka's classes as the virtual machine maps them into memory instead of reading them from the jars: `class-archive.ts`. */
export const classArchive = join(jars, 'kafka.jsa')

/** A program the local Kafka needs is not on the path. */
export class ProgramMissing extends Error {
  override readonly name = 'ProgramMissing'
  constructor(program: string, install: string) {
    super(`the local Kafka needs ${program}, which is not on the path; ${install}`)
  }
}

export function javaOptions(heapMb: number): string[] {
  return [
    `-Xmx${heapMb}m`,
    '-XX:TieredStopAtLevel=1', // the second compiler earns nothing in a run of minutes: a quarter less processor time without it
    '-XX:+UseSerialGC', // one heap of this size on few cores: the parallel collectors only add threads
    // One of another Java is passed over by the virtual machine, and its log would say so among what Kafka says.
    ...(existsSync(classArchive)
      ? [`-XX:SharedArchiveFile=${classArchive}`, '-Xlog:disable', '-Xlog:all=error']
      : []),
    `-Dlog4j2.configurationFile=${join(here, 'log4j2.properties')}`,
    '-cp',
    join(jars, '*'),
  ]
}

/** Runs to the end; a failure carries what the program printed, for its output is the only reason it gives. */
export async function runProgram(
  program: string,
  args: string[],
  { install }: { install: string },
): Promise<{ stdout: string; stderr: string }> {
  try {
    return await run(program, args, { cwd: here, maxBuffer: 16 << 20 })
  } catch (error) {
    const failure = error as NodeJS.ErrnoException & { stdout?: string; stderr?: string }
    if (failure.code === 'ENOENT') throw new ProgramMissing(program, install)
    throw new Error(`${program} ${args[0]} failed:\n${failure.stdout ?? ''}${failure.stderr ?? ''}`, {
      cause: error,
    })
  }
}
