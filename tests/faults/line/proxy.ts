import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Names what begins or is answered in the bytes of one connection. */
export type Tap<What> = {
  asked(chunk: Buffer): What[]
  answered(chunk: Buffer): What[]
  /** Asked and not yet answered. */
  open(): What[]
}

export type ProxyOptions<What> = {
  port: number
  /** Port of 127.0.0.1 behind it. */
  to: number
  tap(): Tap<What>
  onAsked(what: What): void
  /** `drop`: the answer is swallowed and the connection cut. */
  onAnswered(what: What): 'pass' | 'drop'
}

export type LineProxy<What> = {
  /** Asked on a living connection and not yet answered. */
  open(): What[]
  /** Cuts every connection. */
  cut(): void
  /** From now on nothing passes, in no direction, on old connections and new ones. */
  hold(): void
  release(then: 'cut' | 'go on'): void
  close(): Promise<void>
}

type Pair<What> = {
  tap: Tap<What>
  client: Socket
  server: Socket
  pump(): void
  queue: { to: Socket; chunk: Buffer }[]
}

/** A TCP proxy on 127.0.0.1 that sees exchanges pass, and can cut, hold and swallow. */
export const openProxy = async <What>(options: ProxyOptions<What>): Promise<LineProxy<What>> => {
  const pairs = new Set<Pair<What>>()
  let held = false

  const end = (pair: Pair<What>) => {
    pairs.delete(pair)
    pair.client.resetAndDestroy()
    pair.server.resetAndDestroy()
  }

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: options.to, host: '127.0.0.1', noDelay: true })
    const tap = options.tap()
    const pair: Pair<What> = {
      tap,
      client,
      server: upstream,
      queue: [],
      pump: () => {
        for (const { to, chunk } of pair.queue.splice(0)) to.write(chunk)
      },
    }
    pairs.add(pair)
    const pass = (from: Socket, to: Socket, chunk: Buffer) => {
      if (held) {
        pair.queue.push({ to, chunk })
        from.pause()
      } else if (!to.write(chunk)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    }
    client.on('data', (chunk) => {
      for (const what of tap.asked(chunk)) options.onAsked(what)
      if (pairs.has(pair)) pass(client, upstream, chunk)
    })
    upstream.on('data', (chunk) => {
      // One answer that is dropped takes the connection with it, whatever else came in the same bytes.
      const dropped = tap.answered(chunk).map(options.onAnswered).includes('drop')
      if (dropped) end(pair)
      else if (pairs.has(pair)) pass(upstream, client, chunk)
    })
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => end(pair)) // refused, reset: the other side learns it the same way
      one.on('end', () => {
        if (!held) other.end()
      })
      one.on('close', () => {
        if (!held) pairs.delete(pair)
        if (!held) other.destroy()
      })
    }
  })
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')

  const cut = () => {
    for (const pair of [...pairs]) end(pair)
  }
  return {
    open: () => [...pairs].flatMap(({ tap }) => tap.open()),
    cut,
    hold: () => {
      held = true
    },
    release: (then) => {
      held = false
      if (then === 'cut') cut()
      for (const pair of pairs) {
        pair.pump()
        pair.client.resume()
        pair.server.resume()
        // Its other end went while nobody was told.
        if (pair.client.destroyed || pair.server.destroyed || pair.server.readableEnded) end(pair)
      }
    },
    close: async () => {
      held = false
      server.close()
      cut()
    },
  }
}
