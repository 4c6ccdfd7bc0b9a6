import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { javaOptions, runProgram } from './java.ts'

/** What one node must know of itself and of the others. */
export type Node = {
  /** Its folder below the data folder, and the name of its pid file and log. */
  name: string
  id: number
  port: number
  controllerPort: number
  advertisedPort: number
  /** Every controller of the cluster, itself among them. */
  voters: readonly { id: number; controllerPort: number }[]
}

/** Writes the node's server.properties, and formats its folder if it is new. Gives the path of the properties. */
export async function configure(dataDir: string, node: Node, clusterId?: string): Promise<string> {
  const folder = join(dataDir, node.name)
  const config = join(folder, 'server.properties')
  const replication = node.voters.length
  const values: Record<string, string> = {
    nodeId: String(node.id),
    voters: node.voters.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    advertisedPort: String(node.advertisedPort),
    port: String(node.port),
    controllerPort: String(node.controllerPort),
    logDir: join(folder, 'data'),
    replication: String(replication),
    minInSync: String(Math.max(1, replication - 1)), // one may be away, and no more
  }
  const template = await readFile(join(import.meta.dirname, 'server.properties'), 'utf8')
  await mkdir(folder, { recursive: true })
  // Comment lines keep their ${…}: there it is text.
  await writeFile(
    config,
    template.replace(/^(?!#).*$/gm, (line) => line.replace(/\$\{(\w+)\}/g, (_, name) => values[name]!)),
  )
  await formatOnce(folder, config, clusterId ?? newClusterId())
  return config
}

/** The id a folder was formatted with; null for one that is new. */
export async function clusterIdOf(dataDir: string, name: string): Promise<string | null> {
  const file = metaOf(join(dataDir, name))
  if (!existsSync(file)) return null
  return /^cluster\.id=(.+)$/m.exec(await readFile(file, 'utf8'))?.[1] ?? null
}

export function newClusterId(): string {
  const id = randomBytes(16)
  id[0]! &= 0x7f // else one id in 64 begins with "-", which the tool takes for an option
  return id.toString('base64url')
}

const metaOf = (folder: string) => join(folder, 'data', 'meta.properties')

/** `meta.properties` is the last thing the format writes, so a format that broke off is done again. */
async function formatOnce(folder: string, config: string, clusterId: string): Promise<void> {
  if (existsSync(metaOf(folder))) return
  await runProgram(
    'java',
    [...javaOptions(64), 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', config],
    { install: 'install Java 17 or newer' },
  )
}
