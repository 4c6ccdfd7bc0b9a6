import { MomentField } from '../../parts/moment-field.tsx'
import { useWords } from '../../view.tsx'
import { ACT_WORDS, AUDIT } from '../../words/audit.ts'

/** What the audit is narrowed by; empty: not. Instants as a field of a page writes them, in the province's time. */
export type Chosen = { operator: string; action: string; from: string; to: string }

const instantOf = (local: string) => (local.includes('T') ? `${local}:00+07:00` : local)

/** The question to the server. */
export const questionOf = ({ operator, action, from, to }: Chosen, before: string | null): string => {
  const words = new URLSearchParams({ limit: '50' })
  if (operator) words.set('operator', operator)
  if (action) words.set('action', action)
  if (from) words.set('from', instantOf(from))
  if (to) words.set('to', instantOf(to))
  if (before) words.set('cursor', before)
  return words.toString()
}

type FilterProps = {
  chosen: Chosen
  operators: readonly string[]
  actions: readonly string[]
  choose(chosen: Chosen): void
}

/** Whose acts, which, and when. */
export function AuditFilter({ chosen, operators, actions, choose }: FilterProps) {
  const say = useWords()
  const set = (part: Partial<Chosen>) => choose({ ...chosen, ...part })
  return (
    <div className="filter">
      <div className="filter-fields">
        <label>
          {say(AUDIT.operator)}
          <select value={chosen.operator} onChange={(event) => set({ operator: event.target.value })}>
            <option value="">{say(AUDIT.all)}</option>
            {withChosen(operators, chosen.operator).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {say(AUDIT.action)}
          <select value={chosen.action} onChange={(event) => set({ action: event.target.value })}>
            <option value="">{say(AUDIT.all)}</option>
            {withChosen(actions, chosen.action).map((action) => (
              <option key={action} value={action}>
                {ACT_WORDS[action] ? say(ACT_WORDS[action]) : action}
              </option>
            ))}
          </select>
        </label>
        <MomentField kind="minute" label={AUDIT.from} value={chosen.from} set={(from) => set({ from })} />
        <MomentField kind="minute" label={AUDIT.to} value={chosen.to} set={(to) => set({ to })} />
      </div>
    </div>
  )
}

/** What an address asks for stays among the choices, although nobody has done it. */
const withChosen = (known: readonly string[], chosen: string) =>
  chosen === '' || known.includes(chosen) ? known : [...known, chosen]
