import type { ScreenProps } from '../index.ts'
import { River } from './river.tsx'

/** How the river flows, from source to the nation. */
export function Overview({ river }: ScreenProps) {
  return <River polled={river} />
}
