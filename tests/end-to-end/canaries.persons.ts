/** A person that never lived: every text of it can be told from all others, in whatever form it travels. */
export type Canary = {
  name: string
  phone: string
  identity: string
  email: string
  address: string
  words: string
}

/** Stands in every text of a canary, ASCII, so that case, composition and URL encoding leave it to be seen. */
const CORE = 'zqxcanary'
/** A word no language has, with the diacritics that NFC and NFD, case, URL and JSON encoding each write otherwise. */
const WORD = 'Hấtlộxươi'
const PHONE = '09779447'
const IDENTITY = '0791883371'

/** @param n 0 to 99, to tell which source a find came through */
export const canary = (n: number): Canary => {
  const tag = String(n).padStart(2, '0')
  return {
    name: `Đặng Thị Zqxcanary${tag} ${WORD}`,
    phone: `${PHONE}${tag}`,
    identity: `${IDENTITY}${tag}`,
    email: `zqxcanary${tag}@example.invalid`,
    address: `Số 7 đường Zqxcanary${tag} ${WORD}, Phường 3`,
    words: `Kính gửi: tôi là Zqxcanary${tag} ${WORD}, xin được giúp`,
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
/** Bytes as they are searched: one character each. */
const asBytes = (text: string) => Buffer.from(text).toString('latin1')
const inJson = (text: string) =>
  [...text]
    .map((sign) => (sign > '~' ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign))
    .join('')
const spread = (text: string) => [...text].join('\0')

/** What of a text's base64 is the same wherever in the encoded bytes it begins. */
const inBase64 = (text: string): string[] =>
  [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
    return bytes.toString('base64').slice([0, 2, 3][offset], Math.floor((bytes.length * 8) / 6))
  })

const cores = [CORE, PHONE, IDENTITY]
const words = [WORD, WORD.toUpperCase(), WORD.toLowerCase()].flatMap((word) => [
  word.normalize('NFC'),
  word.normalize('NFD'),
])
const ANY_CASE = new RegExp(
  [
    ...cores,
    ...cores.map(spread),
    // The first letter of a name is a capital.
    ...[CORE.slice(1), CORE.slice(1).toUpperCase(), PHONE, IDENTITY].map((core) =>
      Buffer.from(core).toString('hex'),
    ),
    ...words.flatMap((word) => [asBytes(word), encodeURIComponent(word), inJson(word)]),
  ]
    .map(escaped)
    .join('|'),
  'i',
)
const AS_WRITTEN = new RegExp(
  [CORE, 'Zqxcanary', CORE.toUpperCase(), PHONE, IDENTITY, ...words]
    .flatMap(inBase64)
    .flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
    .map(escaped)
    .join('|'),
)

/** What stands around the first canary in these bytes; null where there is none. Plain, in any case and composition, URL- or JSON-encoded, base64, hex, UTF-16. */
export const canaryIn = (bytes: Buffer | string): string | null => {
  const text = typeof bytes === 'string' ? asBytes(bytes) : bytes.toString('latin1')
  const at = [ANY_CASE, AS_WRITTEN].map((form) => text.search(form)).find((found) => found >= 0)
  return at === undefined
    ? null
    : Buffer.from(text.slice(Math.max(0, at - 120), at + 80), 'latin1').toString()
}
