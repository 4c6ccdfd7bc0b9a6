import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'

/** A ClickHouse that a suite may use as it likes, and crash. */
export interface EngineUnderTest {
  readonly url: string
  readonly user: string
  readonly password: string
  /** Ends it as a power cut would (SIGKILL). */
  crash(): Promise<void>
  /** Starts it again over the same data; `url` may be another one then. */
  recover(): Promise<void>
  stop(): Promise<void>
}

/** The database of the suite. */
export const DATABASE = 'conformance'

/** The ways in: the client everybody uses, and plain HTTP for what the client hides. */
export type Door = ReturnType<typeof createDoor>

/** A door to an engine that starts with `open()`: tests are declared before any engine runs. */
export function createDoor(start: () => Promise<EngineUnderTest>) {
  let opened: { engine: EngineUnderTest; client: ClickHouseClient } | undefined
  const open = () => {
    if (opened === undefined) throw new Error('the engine is not started')
    return opened
  }
  const address = (parameters: Record<string, string>) =>
    `${open().engine.url}/?${new URLSearchParams(parameters)}`

  const door = {
    get engine() {
      return open().engine
    },
    get client() {
      return open().client
    },
    connect: (database = DATABASE, more = {}) => connect(open().engine, database, more),
    account: () => ({ 'X-ClickHouse-User': door.engine.user, 'X-ClickHouse-Key': door.engine.password }),
    get: (parameters: Record<string, string>) => fetch(address(parameters), { headers: door.account() }),
    post: (parameters: Record<string, string>, body?: BodyInit, headers: Record<string, string> = {}) =>
      fetch(address(parameters), {
        method: 'POST',
        headers: { ...door.account(), ...headers },
        ...(body !== undefined && { body }),
      }),
    rows: async <Row>(query: string, parameters: Record<string, unknown> = {}): Promise<Row[]> => {
      const answer = await door.client.query({ query, query_params: parameters, format: 'JSONEachRow' })
      return answer.json<Row>()
    },
    makeTable: async (name: string, columns = 'id UInt64, name String') => {
      const query = `CREATE OR REPLACE TABLE ${name} (${columns}) ENGINE = MergeTree ORDER BY id`
      await door.client.command({ query })
      return name
    },
    open: async () => {
      const engine = await start()
      opened = { engine, client: connect(engine, DATABASE) }
    },
    recover: async () => {
      const { engine, client } = open()
      await client.close()
      await engine.recover()
      opened = { engine, client: connect(engine, DATABASE) }
    },
    close: async () => {
      await opened?.client.close()
      await opened?.engine.stop()
    },
  }
  return door
}

function connect(engine: EngineUnderTest, database: string, more = {}): ClickHouseClient {
  return createClient({
    url: engine.url,
    username: engine.user,
    password: engine.password,
    database,
    // Refusals are what many of these tests ask for; the client would print each.
    log: { level: ClickHouseLogLevel.OFF },
    ...more,
  })
}

/** What makes an insert one block and one part (design §4). */
export const ONE_BLOCK = {
  async_insert: 0,
  insert_deduplicate: 0,
  max_insert_block_size: '4194304',
  min_insert_block_size_rows: '4194304',
  min_insert_block_size_bytes: '0',
  input_format_parallel_parsing: 0,
  max_insert_threads: '1',
} as const

/** Rows `(id, [block,] name)` in the shape of an insert. */
export function manyRows(count: number, block?: number) {
  const values = Array.from({ length: count }, (_, id) => [
    id,
    ...(block === undefined ? [] : [block]),
    'Đức Trọng',
  ])
  return { values, format: 'JSONCompactEachRow' as const }
}
