import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workbook } from '@ioc/connectors/drop/xlsx/workbook.fixture.ts'
import { newPushKey } from '@ioc/push-keys'
import { until } from '../browser/until.ts'
import { sourceCommand } from '../engines/breaker.producer.ts'
import { byPush, byWay, PUSH_FORMS } from './canaries.expected.ts'
import { type Canary, canary } from './canaries.persons.ts'
import { feedbackRecords, figureFile, oneStopRecords, surveyRows } from './canaries.records.ts'
import type { openTeller } from './canaries.server.ts'
import type { SmallRiver } from './ends.river.ts'
import { addressOf, BATCH, PUSHED, type PushedTopic, push, SINGLE } from './river.ts'

export type Telling = {
  river: SmallRiver
  teller: Awaited<ReturnType<typeof openTeller>>
  /** Outside the river's data folder: what a department drops there is the department's. */
  dropped: string
}

/** What the ledger must hold of a source once all of it is folded, beside what other ways of the same source brought. */
export type Sent = { source: string; kept: number; rejected: number }
type Tell = (person: Canary, telling: Telling) => Promise<Sent>

const EXAMPLES = join(import.meta.dirname, '../../schemas/examples')
const GOOD: Record<PushedTopic, string> = {
  'dossier.v1': 'keep.received-online.json',
  'feedback.v1': 'keep.portal-published.json',
  'survey-response.v1': 'keep.sipas.json',
  'reported-figure.v1': 'keep.reported-halves.json',
}

const turnOn = async ({ river }: Telling, name: string, setting: string) => {
  const ran = await sourceCommand(
    river,
    river.brokers.join(','),
    ...['run', name, '--set', setting, '--every', '0.2', '--no-wait'],
  )
  if (ran.code !== 0) throw new Error(`${name} cannot be turned on: exit ${ran.code}`)
}

const drop = async (telling: Telling, name: string, file: string, content: string | Buffer) => {
  const folder = join(telling.dropped, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, file), content)
  await turnOn(telling, name, `folder=${folder}`)
}

type Event = { id: string; data: Record<string, unknown>; [attribute: string]: unknown }

/** Events of a push source: a good one whose further attributes name a person, and one for each way to be rejected. */
const pushed = (topic: PushedTopic, source: string, tag: string, person: Canary) => {
  const example = JSON.parse(readFileSync(join(EXAMPLES, topic, GOOD[topic]), 'utf8')) as Event
  const { name, phone, identity, email, address, words } = person
  const event = (n: number, data: Record<string, unknown> = {}, attributes = {}): Event => ({
    ...{
      ...example,
      id: `canaries-${tag}-${n}`,
      source,
      subject: name,
      chuhoso: name,
      ghichu: words.toUpperCase(),
    },
    data: { ...example.data, ...data },
    ...attributes,
  })
  return {
    good: event(0),
    bad: [
      event(1, { ChuHoSo: name, SoDienThoai: phone, DinhDanhCHS: [{ SoDinhDanh: identity }] }),
      event(2, { 'họ tên': name.normalize('NFD'), [email]: address, khac: { sau: [words.toUpperCase()] } }),
      event(3, { unitCode: name, recordedAt: words }),
      event(4, { url: `https://example.invalid/?q=${encodeURIComponent(name)}` }),
      event(5, {}, { id: email }),
      event(6, {}, { id: phone, time: words, type: encodeURIComponent(name) }),
    ],
  }
}

const pushTell =
  (topic: PushedTopic, form: (typeof PUSH_FORMS)[number]): Tell =>
  async (person, { river }) => {
    const { source } = PUSHED[topic]
    const { good, bad } = pushed(topic, source, form, person)
    const all = [good, ...bad]
    const answers =
      form === 'batch'
        ? [await push(river, topic, JSON.stringify(all), { headers: { 'content-type': BATCH } })]
        : await Promise.all(
            all.map((event) =>
              form === 'structured'
                ? push(river, topic, JSON.stringify(event), { headers: { 'content-type': SINGLE } })
                : push(river, topic, JSON.stringify(event.data), { headers: binaryHeaders(event) }),
            ),
          )
    const sum = (of: (body: (typeof answers)[number]['body']) => number) =>
      answers.reduce((total, { body }) => total + of(body), 0)
    const told = {
      kept: sum((body) => body.accepted ?? 0),
      rejected: sum((body) => body.rejected?.length ?? 0),
    }
    if (told.kept !== 1 || told.rejected !== bad.length)
      throw new Error(`${source} by ${form} was answered ${JSON.stringify(answers)}`)
    // Nothing of a body that cannot be read, or of one nobody may send, is kept anywhere.
    const half = JSON.stringify(bad).slice(0, -20)
    await push(river, topic, half, { headers: { 'content-type': BATCH } })
    await push(river, topic, JSON.stringify(good), { key: person.email, headers: { 'content-type': SINGLE } })
    return { source, ...told }
  }

/** Attributes of the binary mode, percent-encoded (CloudEvents HTTP binding 3.1.3.2). */
const binaryHeaders = ({ data: _, datacontenttype: __, ...attributes }: Event): Record<string, string> => ({
  'content-type': 'application/json',
  ...Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(String(value))]),
  ),
})

const ENVELOPE_KEY = 'c'.repeat(64)

/** By every way in: what tells canaries through it. `everyWayIn` says which there must be. */
export const TELLS: Readonly<Record<string, Tell>> = {
  [byWay('one-stop-portal', 'poll')]: async (person, telling) => {
    const { kept, rejected } = oneStopRecords(person, 90_001)
    // First an answer that is none and talks about the person.
    telling.teller.tell('/ho-so', {
      refusal: { error_code: 106, message: `không tìm thấy hồ sơ của ${person.name}` },
    })
    await turnOn(telling, 'one-stop-portal', `url=${telling.teller.url}`)
    await untilTroubled(telling.river, 'dossier-producer', 'one-stop-portal')
    telling.teller.tell('/ho-so', { records: [...kept, ...rejected] })
    return { source: 'one-stop-portal', kept: kept.length, rejected: rejected.length }
  },
  'one-stop-portal by envelope': async (person, { river }) => {
    newPushKey(
      { dataDir: river.dataDir, nowMs: Date.now(), by: 'test' },
      {
        source: 'one-stop-portal',
        producer: 'dossier-producer',
        units: null,
        lifeMs: null,
        key: ENVELOPE_KEY,
      },
    )
    const post = async (path: string, body: unknown) => {
      const answer = await fetch(`${addressOf(river, 'dossier-producer')}/v1/one-stop${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return (await answer.json()) as Record<string, unknown>
    }
    await post('/login', { username: person.name, password: person.words })
    const { session } = await post('/login', {
      username: 'one-stop-portal',
      password: ENVELOPE_KEY,
      nguoi: person.name,
    })
    const { kept, rejected } = oneStopRecords(person, 91_001)
    const call = {
      session,
      madonvi: 'H36',
      service: 'DongBoHoSoMC',
      isUpdating: 'False',
      nguoiGoi: person.name,
    }
    const answer = await post('', { ...call, data: [...kept, ...rejected] })
    if (answer.accepted !== kept.length)
      throw new Error(`the envelope was answered ${JSON.stringify(answer)}`)
    await post('', { ...call, service: person.name, data: kept })
    return { source: 'one-stop-portal', kept: kept.length, rejected: rejected.length }
  },
  [byWay('feedback-portal', 'poll')]: async (person, telling) => {
    const { kept, rejected } = feedbackRecords(person)
    telling.teller.tell('/pakn', { records: [...kept, ...rejected] })
    await turnOn(telling, 'feedback-portal', `url=${telling.teller.url}`)
    return { source: 'feedback-portal', kept: kept.length, rejected: rejected.length }
  },
  [byWay('survey-forms', 'drop')]: async (person, telling) => {
    const { rows, ...sent } = surveyRows(person)
    await drop(
      telling,
      'survey-forms',
      'phieu.xlsx',
      await workbook({ name: person.name.slice(0, 30), rows }),
    )
    return { source: 'survey-forms', ...sent }
  },
  [byWay('department-figures', 'drop')]: async (person, telling) => {
    const { text, ...sent } = figureFile(person)
    await drop(telling, 'department-figures', 'so-lieu.csv', text)
    return { source: 'department-figures', ...sent }
  },
  ...Object.fromEntries(
    (Object.keys(PUSHED) as PushedTopic[]).flatMap((topic) =>
      PUSH_FORMS.map((form) => [byPush(PUSHED[topic].source, form), pushTell(topic, form)]),
    ),
  ),
}

const untilTroubled = async (river: SmallRiver, producer: 'dossier-producer', name: string) => {
  await until(
    `${name} says that it cannot be read`,
    async () => {
      const answer = await fetch(`${addressOf(river, producer)}/v1/sources`)
      const { sources } = (await answer.json()) as { sources: { name: string; error?: string | null }[] }
      return Boolean(sources.find((each) => each.name === name)?.error)
    },
    30_000,
  )
}

/** Tells canaries through every way, one after another; gives what the ledger must hold of each source. */
export const tellAll = async (telling: Telling): Promise<Map<string, Sent>> => {
  const sent = new Map<string, Sent>()
  for (const [n, tell] of Object.values(TELLS).entries()) {
    const { source, kept, rejected } = await tell(canary(n), telling)
    const before = sent.get(source)
    sent.set(source, {
      source,
      kept: kept + (before?.kept ?? 0),
      rejected: rejected + (before?.rejected ?? 0),
    })
  }
  return sent
}
