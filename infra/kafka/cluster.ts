import { clusterIdOf, newClusterId } from './configure.ts'
import { type LaunchedKafka, launchNode } from './launch.ts'

export type ClusterOptions = {
  dataDir: string
  /** One broker for each; node n is called `kafka-n`. With three, everything has three replicas and two must have a write. */
  ports: readonly { port: number; controllerPort: number }[]
  heapMb?: number // of each; default: 256
  signal?: AbortSignal
}

export type LocalCluster = {
  brokers: string[]
  /** By node id, from 1. A node that was started again has taken the place of the old. */
  nodes: Map<number, LaunchedKafka>
  /** Starts a node that was ended, on its folder and ports. */
  restart(id: number): Promise<void>
  stop(): Promise<void>
  kill(): Promise<void>
}

/** Starts several brokers of one cluster on this machine, side by side. What started is ended again if one does not come up. */
export async function launchCluster(options: ClusterOptions): Promise<LocalCluster> {
  const { dataDir, ports, signal } = options
  const ids = ports.map((_, index) => index + 1)
  const voters = ids.map((id) => ({ id, controllerPort: ports[id - 1]!.controllerPort }))
  const known = await Promise.all(ids.map((id) => clusterIdOf(dataDir, nameOf(id))))
  const clusterId = known.find((found) => found !== null) ?? newClusterId()
  const launch = (id: number) => {
    const { port, controllerPort } = ports[id - 1]!
    const node = { name: nameOf(id), id, port, controllerPort, advertisedPort: port, voters }
    return launchNode({ dataDir, heapMb: options.heapMb ?? 256, ...(signal && { signal }) }, node, clusterId)
  }

  const nodes = new Map<number, LaunchedKafka>()
  const all = (act: (node: LaunchedKafka) => Promise<void>) => Promise.all([...nodes.values()].map(act))
  const started = await Promise.allSettled(
    ids.map(async (id) => {
      nodes.set(id, await launch(id))
    }),
  )
  const failed = started.find((settled) => settled.status === 'rejected')
  if (failed) {
    await all((node) => node.kill())
    throw failed.reason
  }
  return {
    brokers: ports.map(({ port }) => `127.0.0.1:${port}`),
    nodes,
    restart: async (id) => {
      nodes.set(id, await launch(id))
    },
    stop: async () => void (await all((node) => node.stop())),
    kill: async () => void (await all((node) => node.kill())),
  }
}

/** The name of a node of a cluster: of its folder, pid file and log. */
export const nameOf = (id: number) => `kafka-${id}`
