import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers'
import { describe, test } from 'vitest'
import { clickhouseConformance } from './clickhouse.conformance.ts'
import type { EngineUnderTest } from './clickhouse.door.ts'

const docker = await getContainerRuntimeClient().catch(() => undefined)

if (docker === undefined)
  test.skip('ClickHouse in a container: no Docker engine answers here, so only the local one is tried')
else describe('ClickHouse in a container', () => clickhouseConformance(startContainer))

async function startContainer(): Promise<EngineUnderTest> {
  const account = { user: 'default', password: 'pass:word' }
  const container = await new GenericContainer('clickhouse/clickhouse-server:26.7')
    .withEnvironment({
      CLICKHOUSE_USER: account.user,
      CLICKHOUSE_PASSWORD: account.password,
      TZ: 'Asia/Ho_Chi_Minh',
    })
    .withExposedPorts(8123)
    .withWaitStrategy(Wait.forHttp('/ping', 8123))
    .start()
  return {
    ...account,
    get url() {
      return `http://${container.getHost()}:${container.getMappedPort(8123)}`
    },
    crash: async () => void (await docker?.container.getById(container.getId()).kill()),
    // Starting again maps another port.
    recover: () => container.restart(),
    stop: async () => void (await container.stop()),
  }
}
