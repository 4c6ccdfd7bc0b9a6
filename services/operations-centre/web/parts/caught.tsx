import { Component, type ReactNode, useEffect, useRef, useState } from 'react'
import { useWords } from '../view.tsx'
import { CAUGHT } from '../words/caught.ts'
import { askAnew, NotLoaded } from './late.tsx'

type CaughtProps = { children: ReactNode; isLive: boolean }

/** What is around a part that cannot be shown stays, and says so. Comes back by itself with the connection. */
export class Caught extends Component<CaughtProps, { fault: unknown; tries: number }> {
  override state = { fault: null as unknown, tries: 0 }

  static getDerivedStateFromError(fault: unknown) {
    return { fault }
  }

  /** Who leaves and comes again asks anew. */
  override componentWillUnmount() {
    if (this.state.fault !== null) askAnew()
  }

  private again = () => {
    askAnew()
    this.setState(({ tries }) => ({ fault: null, tries: tries + 1 }))
  }

  override render() {
    const { fault, tries } = this.state
    if (fault === null) return this.props.children
    return <NotShown fault={fault} tries={tries} again={this.again} isLive={this.props.isLive} />
  }
}

type NotShownProps = { fault: unknown; tries: number; again(): void; isLive: boolean }

function NotShown({ fault, tries, again, isLive }: NotShownProps) {
  const say = useWords()
  const [isAway, setAway] = useState(false)
  const retry = async () => {
    const version = await versionThere()
    if (version === null) return setAway(true)
    // Some browsers keep a failed import as long as the page: then only a new page helps.
    if (version === 'another' || tries > 0) location.reload()
    else again()
  }
  const wasLive = useRef(isLive)
  useEffect(() => {
    if (isLive && !wasLive.current) again()
    wasLive.current = isLive
  }, [isLive, again])
  return (
    <div className="empty" role="alert" data-tone="bad">
      <p>{say(fault instanceof NotLoaded ? CAUGHT.notLoaded : CAUGHT.broken)}</p>
      <p>
        <button type="button" className="button" onClick={retry}>
          {say(CAUGHT.again)}
        </button>
      </p>
      {isAway && <p>{say(CAUGHT.away)}</p>}
    </div>
  )
}

const ANSWER_WITHIN_MS = 8_000

/** Whether the server has the version this page is of: the page names its first script, whose name is made of its content. Null: it is away. */
async function versionThere(): Promise<'this' | 'another' | null> {
  try {
    const answer = await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    if (!answer.ok) return null
    const own = document.querySelector('script[type="module"][src]')?.getAttribute('src')
    return own && (await answer.text()).includes(own) ? 'this' : 'another'
  } catch {
    return null // away, whatever the reason; asked again by hand or with the connection
  }
}
