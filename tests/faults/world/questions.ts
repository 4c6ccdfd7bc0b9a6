/** Reads ClickHouse as anyone may: SQL over HTTP, JSON back. Not through the product's own door, which is on trial. */
export type Questions = {
  ask<Row>(sql: string): Promise<Row[]>
  /** Changes something; only sabotage does. */
  order(sql: string): Promise<void>
}

const ANSWER_MS_MAX = 30_000

export const openQuestions = (url: string): Questions => {
  const post = async (sql: string, settings: Record<string, string>) => {
    const words = new URLSearchParams({ database: 'ioc', wait_end_of_query: '1', ...settings })
    const answer = await fetch(`${url}/?${words}`, {
      method: 'POST',
      body: sql,
      headers: { authorization: `Basic ${Buffer.from('default:').toString('base64')}` },
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`ClickHouse answered ${answer.status}: ${text.slice(0, 500)}`)
    return text
  }
  return {
    ask: async <Row>(sql: string) => {
      const text = await post(`${sql} FORMAT JSONEachRow`, { output_format_json_quote_64bit_integers: '0' })
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Row)
    },
    order: async (sql) => void (await post(sql, { mutations_sync: '1' })),
  }
}
