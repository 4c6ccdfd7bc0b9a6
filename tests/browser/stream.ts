type Item = { code: string }
type Gap = { reason: string; events: number | null }

export type EventStream = Awaited<ReturnType<typeof openStream>>

/** Reads server-sent events as a browser does, with every part open to a test. */
export async function openStream(url: string, lastEventId?: string) {
  const leaving = new AbortController()
  const answer = await fetch(url, {
    signal: leaving.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  })
  const items: Item[] = []
  const gaps: Gap[] = []
  let lastId: string | undefined

  function hear(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    )
    lastId = fields.get('id') ?? lastId
    const data = fields.get('data')
    if (fields.get('event') === 'frame' && data) items.push(...(JSON.parse(data) as { items: Item[] }).items)
    if (fields.get('event') === 'gap' && data) gaps.push(JSON.parse(data) as Gap)
  }

  async function listen(): Promise<void> {
    let rest = ''
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop()!
      for (const block of blocks) hear(block)
    }
  }
  const heard = listen().catch((error: Error) => {
    if (!leaving.signal.aborted) throw error
  })

  return {
    codes: () => items.map(({ code }) => code),
    gaps: () => gaps,
    lastId: () => lastId,
    close: () => {
      leaving.abort()
      return heard
    },
  }
}
