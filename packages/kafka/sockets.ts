import { connect as connectPlain, isIP, Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ISocketFactory } from 'kafkajs'

/** Quick enough to notice a peer that went away without a word, e.g. behind a firewall. */
const KEEP_ALIVE_MS = 10_000

class LetGo extends Error {
  override readonly name = 'LetGo'
}

/** The connections of one client, so that they can be ended however kafkajs feels about it: it would wait for answers that never come. */
export function openSockets(): { open: ISocketFactory; cut(): void } {
  const sockets = new Set<Socket>()
  let isCut = false

  return {
    open: ({ host, port, ssl, onConnect }) => {
      // Refused by an event, as kafkajs expects it of a socket.
      if (isCut) return new Socket().destroy(new LetGo('this client was let go'))
      const socket = ssl
        ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
        : connectPlain({ host, port }, onConnect)
      socket.setKeepAlive(true, KEEP_ALIVE_MS)
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      return socket
    },
    cut: () => {
      isCut = true
      for (const socket of sockets) socket.destroy(new LetGo('this client was let go'))
    },
  }
}
