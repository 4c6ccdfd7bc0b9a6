import { SaxesParser } from 'saxes'
import { Unreadable } from '../file.ts'

export type Attributes = Readonly<Record<string, string>>
export type XmlHandlers = {
  open?(name: string, attributes: Attributes): void
  text?(text: string): void
  close?(name: string): void
}

/** Characters of one text or tag, and levels of tags: what a parser holds at once. A cell of Excel has 32,767 at most. */
const TEXT_MAX = 2_097_152
const DEPTH_MAX = 64

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/**
 * Reads XML as it inflates, telling what it meets; yields after each chunk, so that whoever asked can take what was made of it.
 * Entities of a document’s own are unknown to the parser, and refused. Names come without their prefix. @throws Unreadable
 */
export async function* readXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8')
  const parser = new SaxesParser()
  let depth = 0
  let fault: Unreadable | null = null
  let toldAt = 0
  let position = 0
  const broken = (what: string) => {
    fault ??= new Unreadable('file-not-readable', what)
  }
  parser.on('error', () => broken('is damaged: one of its parts is no XML'))
  parser.on('opentag', ({ name, attributes }) => {
    toldAt = position
    if (++depth > DEPTH_MAX) broken('nests its XML deeper than any workbook does')
    const plain: Record<string, string> = {}
    for (const key in attributes) plain[localName(key)] = String(attributes[key])
    if (!fault) handlers.open?.(localName(name), plain)
  })
  parser.on('text', (text) => {
    toldAt = position
    if (!fault) handlers.text?.(text)
  })
  parser.on('cdata', (text) => {
    toldAt = position
    if (!fault) handlers.text?.(text)
  })
  parser.on('closetag', ({ name }) => {
    toldAt = position
    depth--
    if (!fault) handlers.close?.(localName(name))
  })
  const write = (text: string) => {
    position += text.length
    parser.write(text)
    if (position - toldAt > TEXT_MAX) broken('holds a text longer than any cell can be')
    if (fault) throw fault
  }
  for await (const chunk of chunks) {
    write(decoder.decode(chunk, { stream: true }))
    yield
  }
  parser.close()
  if (fault) throw fault
  yield
}
