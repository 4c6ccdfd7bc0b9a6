import type { AlertNames } from '../../../routes/alert-rules.ts'
import { PROVINCE } from '../../chosen.ts'
import { useWords } from '../../view.tsx'
import {
  ALERT,
  MEASURE_WORDS,
  OWED_WORDS,
  PERIOD_WORDS,
  SIDE_WORDS,
  SOURCE_STATES,
} from '../../words/alerts.ts'
import type { Draft } from './draft.ts'
import { OneOf, OneOfMany, Text, Tick } from './field.tsx'
import { scopeName } from './what.ts'

type FieldsProps = { draft: Draft; change(part: Partial<Draft>): void; names: AlertNames | null }

const { above, below, up, down, either } = SIDE_WORDS
const { points, percent, share, count } = MEASURE_WORDS
const WORSE = { delayed: SOURCE_STATES.delayed!, stale: SOURCE_STATES.stale! }

/** The fields of what a rule is about, by its kind. */
export function AboutFields(props: FieldsProps) {
  const { draft, change } = props
  const limit = (
    <Text label={ALERT.limit} value={draft.limit} required numeric set={(limit) => change({ limit })} />
  )
  switch (draft.kind) {
    case 'value':
      return (
        <>
          <OfIndicator {...props} />
          <OneOf
            label={ALERT.side}
            value={draft.side}
            options={{ above, below }}
            set={(side) => change({ side })}
          />
          {limit}
        </>
      )
    case 'change':
      return (
        <>
          <OfIndicator {...props} />
          <OneOf
            label={ALERT.side}
            value={draft.way}
            options={{ up, down, either }}
            set={(way) => change({ way })}
          />
          {limit}
          <OneOf
            label={ALERT.measure}
            value={draft.measure}
            options={{ points, percent }}
            set={(measure) => change({ measure })}
          />
        </>
      )
    case 'missing':
      return <OfIndicator {...props} />
    case 'freshness':
      return (
        <>
          <OfSource {...props} />
          <OneOf label={ALERT.worse} value={draft.worse} options={WORSE} set={(worse) => change({ worse })} />
          <Tick
            label={ALERT.unknownToo}
            value={draft.unknownToo}
            set={(unknownToo) => change({ unknownToo })}
          />
        </>
      )
    case 'held':
      return <OfSource {...props} />
    case 'lag':
      return (
        <>
          <OneOf
            label={ALERT.owed}
            value={draft.owed}
            options={OWED_WORDS}
            set={(owed) => change({ owed })}
          />
          {limit}
        </>
      )
    case 'rejects':
      return (
        <>
          <OfSource {...props} />
          <Text
            label={ALERT.minutes}
            value={draft.minutes}
            required
            numeric
            set={(minutes) => change({ minutes })}
          />
          <OneOf
            label={ALERT.measure}
            value={draft.rejectMeasure}
            options={{ share, count }}
            set={(rejectMeasure) => change({ rejectMeasure })}
          />
          {limit}
          {draft.rejectMeasure === 'share' && (
            <Text
              label={ALERT.atLeast}
              value={draft.atLeast}
              required
              numeric
              set={(atLeast) => change({ atLeast })}
            />
          )}
        </>
      )
  }
}

function OfIndicator({ draft, change, names }: FieldsProps) {
  const say = useWords()
  const { indicator, scope } = draft
  return (
    <>
      <OneOfMany
        label={ALERT.indicator}
        value={indicator}
        options={(names?.indicators ?? []).map(({ id, title }) => ({ value: id, text: say(title) }))}
        set={(indicator) => change({ indicator })}
      />
      <OneOfMany
        label={ALERT.scope}
        value={scope}
        options={scopesOf(names).map((key) => ({ value: key, text: say(scopeName(key, names)) }))}
        set={(scope) => change({ scope })}
        hint={<span className="beside">{say(ALERT.scopeIsView)}</span>}
      />
      <OneOf
        label={ALERT.period}
        value={draft.period}
        options={PERIOD_WORDS}
        set={(period) => change({ period })}
      />
    </>
  )
}

/** Every unit, and the province's departments, districts and communes alone. */
const scopesOf = (names: AlertNames | null): string[] => {
  const units = (names?.scopes ?? []).map(({ key }) => key)
  return [...new Set([PROVINCE, ...LEVELS.map((level) => `${PROVINCE}/${level}`), ...units])]
}
const LEVELS = ['department', 'district', 'commune'] as const

function OfSource({ draft, change, names }: FieldsProps) {
  const say = useWords()
  const sources = (names?.sources ?? []).filter((name) => name !== '*')
  return (
    <OneOfMany
      label={ALERT.source}
      value={draft.source}
      options={[
        { value: '*', text: say(ALERT.allSources) },
        ...sources.map((name) => ({ value: name, text: name })),
      ]}
      set={(source) => change({ source })}
    />
  )
}
