import { readFileSync } from 'node:fs'
import type { NationalIocConfig } from '@ioc/config'
import { openDoor } from './door.ts'
import { openLgsp } from './lgsp/index.ts'
import type { Receiver } from './receiver.ts'
import { openReference } from './reference/index.ts'
import { followTls } from './tls-files.ts'

export type { Answer, AnswerCode, Parcel, Receiver } from './receiver.ts'

/** Opens the national system the settings name: one line for each adapter. `onFault` is told of certificates that changed and cannot be used. */
export const openReceiver = (
  config: NationalIocConfig,
  now: () => number,
  onFault: (faults: readonly string[]) => void = () => {},
): Receiver => {
  const { url, tokenFile } = config
  const tls = followTls(config.tls, onFault)
  const token = tokenFile === undefined ? {} : { token: () => tokenIn(tokenFile) }
  const door = openDoor({ url, tls, ...token })
  switch (config.adapter) {
    case 'reference':
      return openReference(door, { jwks: config.jwks, now })
    case 'lgsp':
      return openLgsp(door, { agency: config.agency, now })
  }
}

const tokenIn = (file: string): string => {
  const token = readFileSync(file, 'utf8').trim()
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error(`${file} does not hold a bearer token`)
  return token
}
