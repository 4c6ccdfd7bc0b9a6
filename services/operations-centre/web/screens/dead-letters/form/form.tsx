import type { FormField, LeafField } from '../../../../contracts/form-fields.ts'
import { count, filled } from '../../../format.ts'
import { type Reason, ReasonText } from '../../../parts/reasons.tsx'
import { useWords } from '../../../view.tsx'
import { FIELD_WORDS } from '../../../words/contract-fields.ts'
import { wordsFor } from '../../../words/events.ts'
import { MEND } from '../../../words/mending.ts'
import { isObject, type Json, type Path, pathText, valueAt, withValue } from './event.ts'
import { Leaf } from './leaf.tsx'
import { MapField } from './map-field.tsx'
import { shownText } from './written.ts'

/** CloudEvents attributes that a person may have to mend; they are texts. */
const ATTRIBUTES: readonly LeafField[] = ['id', 'source', 'type', 'time'].map((name) => ({
  ...{ name, kind: name === 'time' ? 'instant' : 'text', required: name !== 'time', nullable: false },
}))

type FormProps = {
  event: Json
  fields: readonly FormField[]
  reasons: readonly Reason[]
  change(event: Json, path: Path): void
}

/** Where something is changed, and what is known to be wrong with it. */
export type Place = {
  event: Json
  set(path: Path, value: Json): void
  /** What lies at a place, or below it. */
  wrongAt(path: Path, below?: boolean): readonly Reason[]
}

/** An event as fields of its contract, each with what is wrong with it beside it; and what the contract does not know, to be taken out. */
export function EventForm({ event, fields, reasons, change }: FormProps) {
  const say = useWords()
  const place: Place = {
    event,
    set: (path, value) => change(withValue(event, path, value), path),
    wrongAt: (path, below = false) => {
      const at = pathText(path)
      return reasons.filter(
        (reason) => placeOf(reason) === at || (below && placeOf(reason).startsWith(`${at}.`)),
      )
    },
  }
  const data = valueAt(event, ['data'])
  const foreign = Object.keys(isObject(data) ? data : {}).filter(
    (name) => !fields.some((field) => field.name === name),
  )
  return (
    <div className="event-form">
      {foreign.length > 0 && <Foreign names={foreign} place={place} />}
      <fieldset>
        <legend>{say(MEND.data)}</legend>
        <div className="leaves">
          {fields.map((field) => (
            <Field key={field.name} field={field} path={['data', field.name]} place={place} />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{say(MEND.envelope)}</legend>
        <div className="leaves">
          {ATTRIBUTES.map((field) => (
            <Field key={field.name} field={field} path={[field.name]} place={place} />
          ))}
        </div>
      </fieldset>
    </div>
  )
}

/** Attributes are told as headers. */
const placeOf = ({ path }: Reason) => path.replace(/^headers\.ce_/, '')

type FieldProps = { field: FormField; path: Path; place: Place }

function Field({ field, path, place }: FieldProps) {
  if (field.kind === 'list') return <ListField {...{ field, path, place }} />
  if (field.kind === 'map') return <MapField {...{ field, path, place }} />
  return (
    <Leaf
      field={field}
      value={valueAt(place.event, path)}
      reasons={place.wrongAt(path, true)}
      set={(value) => place.set(path, value)}
    />
  )
}

/** Rows of a few fields each, as the extensions of a dossier; or of one value. */
function ListField({ field, path, place }: FieldProps) {
  const say = useWords()
  const value = valueAt(place.event, path)
  const rows = Array.isArray(value) ? value : []
  const title = say(wordsFor(FIELD_WORDS, field.name))
  const columns = field.fields ?? []
  const isPlain = columns.length === 1 && columns[0]!.name === ''
  return (
    <fieldset className="list-field" data-field={field.name}>
      <legend>{title}</legend>
      {place.wrongAt(path).map((reason) => (
        <p key={reason.code} className="leaf-about" data-tone="bad">
          <ReasonText reason={reason} />
        </p>
      ))}
      {rows.map((_, at) => {
        const row = filled(say(MEND.row), { n: count(at + 1) })
        return (
          <fieldset key={at} className="list-row">
            <legend className="hidden">{`${title}: ${row}`}</legend>
            <div className="leaves">
              {columns.map((column) => {
                const own = isPlain ? [...path, at] : [...path, at, column.name]
                return (
                  <Leaf
                    key={column.name}
                    field={column}
                    {...(isPlain ? { name: row } : {})}
                    value={valueAt(place.event, own)}
                    reasons={place.wrongAt(own, true)}
                    set={(next) => place.set(own, next)}
                  />
                )
              })}
            </div>
            <button
              type="button"
              className="button small"
              onClick={() => place.set([...path, at], undefined)}
            >
              {say(MEND.removeRow)}
              <span className="hidden"> {`${title}: ${row}`}</span>
            </button>
          </fieldset>
        )
      })}
      <button
        type="button"
        className="button small"
        onClick={() => place.set([...path, rows.length], isPlain ? '' : {})}
      >
        {say(MEND.addRow)}
        <span className="hidden">: {title}</span>
      </button>
    </fieldset>
  )
}

/** Fields the contract does not know: misspelt, of another version, or naming a person. */
function Foreign({ names, place }: { names: readonly string[]; place: Place }) {
  const say = useWords()
  return (
    <fieldset className="foreign">
      <legend>{say(MEND.foreign)}</legend>
      <p className="hint">{say(MEND.foreignHint)}</p>
      <ul>
        {names.map((name) => (
          <li key={name} data-field={name}>
            <code>{name}</code>{' '}
            <span className="foreign-value">{shownText(valueAt(place.event, ['data', name]))}</span>
            <button
              type="button"
              className="button small"
              onClick={() => place.set(['data', name], undefined)}
            >
              {say(MEND.remove)} <span className="hidden">{name}</span>
            </button>
            {place.wrongAt(['data', name], true).map((reason) => (
              <p key={`${reason.path} ${reason.code}`} className="leaf-about" data-tone="bad">
                <ReasonText reason={reason} />
              </p>
            ))}
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
