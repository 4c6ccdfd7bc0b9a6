import { count } from '../format.ts'

const OF_PUSHES: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /^the body is not JSON in UTF-8 \((\d+) bytes\).*/,
    (many) => `nội dung ${count(Number(many))} byte không phải JSON mã UTF-8`,
  ],
  [
    /^the header (\S+) is not percent-encoded UTF-8$/,
    (name) => `tiêu đề ${name} không mã hóa phần trăm UTF-8`,
  ],
  [/^a batch is a JSON array of CloudEvents$/, () => 'một lô phải là mảng JSON gồm các CloudEvent'],
  [/^a structured CloudEvent is a JSON object$/, () => 'một CloudEvent phải là đối tượng JSON'],
  [/^expects Content-Type .*/, () => 'sai Content-Type, hoặc thiếu các tiêu đề ce-'],
  [/^A body holds at most (\d+) bytes; .*/, (many) => `nội dung vượt quá ${count(Number(many))} byte`],
  [/^A body is read as it is: .*/, () => 'nội dung bị nén (Content-Encoding)'],
  [/^A batch holds at most (\d+) events; .*/, (many) => `một lô quá ${count(Number(many))} sự kiện`],
  [/^This key speaks for (.+) only; .*/, (own) => `khóa này chỉ gửi được cho ${own}`],
]
/** Why a pushed body could not be taken, in Vietnamese; as its door answers it where there are no words for it. */
export const ofPushes = (why: string): string => {
  for (const [pattern, say] of OF_PUSHES) {
    const found = pattern.exec(why)
    if (found) return say(...found.slice(1))
  }
  return why
}
