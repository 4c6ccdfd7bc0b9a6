import { useState } from 'react'
import type { FormField } from '../../../../contracts/form-fields.ts'
import { useWords } from '../../../view.tsx'
import { FIELD_WORDS } from '../../../words/contract-fields.ts'
import { wordsFor } from '../../../words/events.ts'
import { MEND } from '../../../words/mending.ts'
import { isObject, type Path, valueAt } from './event.ts'
import type { Place } from './form.tsx'
import { Leaf } from './leaf.tsx'

/** Values by a code, as the answers of a survey form by their question. */
export function MapField({ field, path, place }: { field: FormField; path: Path; place: Place }) {
  const say = useWords()
  const [code, setCode] = useState('')
  const value = valueAt(place.event, path)
  const entries = Object.entries(isObject(value) ? value : {})
  const title = say(wordsFor(FIELD_WORDS, field.name))
  const of = field.fields![0]!
  return (
    <fieldset className="list-field" data-field={field.name}>
      <legend>{title}</legend>
      <div className="leaves narrow">
        {entries.map(([name, each]) => (
          <div key={name} className="map-row">
            <Leaf
              field={{ ...of, required: false }}
              name={name}
              value={each}
              reasons={place.wrongAt([...path, name], true)}
              // Nothing written is "no opinion", not a question less.
              set={(next) => place.set([...path, name], next === undefined ? null : next)}
            />
            <button
              type="button"
              className="button small"
              onClick={() => place.set([...path, name], undefined)}
            >
              {say(MEND.removeRow)} <span className="hidden">{name}</span>
            </button>
          </div>
        ))}
      </div>
      <div className="deeds">
        <label>
          {say(MEND.addAnswer)}
          <input value={code} autoComplete="off" onChange={({ target }) => setCode(target.value)} />
        </label>
        <button
          type="button"
          className="button small"
          disabled={code.trim() === '' || entries.some(([name]) => name === code.trim())}
          onClick={() => {
            place.set([...path, code.trim()], null)
            setCode('')
          }}
        >
          {say(MEND.addRow)}
        </button>
      </div>
    </fieldset>
  )
}
