import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

/** A script of the page could not be had: the server is away, or serves another version by now. */
export class NotLoaded extends Error {
  override name = 'NotLoaded'
}

/** React keeps a failed import for ever: what failed waits here to be asked for anew. */
const failed = new Set<() => void>()

/** From now on what could not be loaded is asked for anew where it is shown. */
export function askAnew(): void {
  for (const renew of failed) renew()
  failed.clear()
}

/** A part whose script comes when it is first shown. What cannot be loaded throws `NotLoaded` as it is drawn, again after `askAnew`. */
export function late<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  let Part: LazyExoticComponent<ComponentType<Props>>
  const renew = () => {
    Part = lazy(() =>
      load().catch((cause) => {
        failed.add(renew)
        throw new NotLoaded('a script of the page could not be loaded', { cause })
      }),
    )
  }
  renew()
  return function Late(props: Props) {
    return <Part {...props} />
  }
}
