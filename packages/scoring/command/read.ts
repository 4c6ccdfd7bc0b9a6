import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { fieldNamedTwice } from '@ioc/reader/duplicate-keys.ts'
import { parseExactly } from '../exact-json.ts'
import { shown } from '../shown.ts'

/** The file of counts cannot be opened or read. */
export class NoInput extends Error {
  override readonly name = 'NoInput'
}

/** Bytes of a file, or of stdin for `-`. @throws NoInput */
export const readBytes = async (file: string, stdin: NodeJS.ReadableStream): Promise<Uint8Array> => {
  try {
    return file === '-' ? await buffer(stdin) : readFileSync(file)
  } catch (error) {
    throw new NoInput(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

/**
 * The JSON value of UTF-8 bytes (a byte order mark is taken off), or what is wrong with them. A field written twice is a fault:
 * JSON would keep the last one in silence. A number with more digits than can be held stays as it was written.
 */
export const readJson = (bytes: Uint8Array): { value: unknown; fault: null } | { fault: string } => {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { fault: 'is no UTF-8 text' } // the decoder throws for nothing else
  }
  try {
    const value: unknown = parseExactly(text)
    const twice = fieldNamedTwice(text)
    return twice === null
      ? { value, fault: null }
      : { fault: `${shown(twice)} is written twice in one object` }
  } catch (error) {
    if (error instanceof RangeError) return { fault: 'is nested too deeply' }
    return { fault: `is no JSON: ${oneLine((error as SyntaxError).message)}` }
  }
}

/** V8 quotes the text around a fault with its line breaks; a fault is one line. */
const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200)
