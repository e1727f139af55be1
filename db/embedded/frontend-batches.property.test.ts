import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FrontendBatches } from './frontend-batches'
import { queryMessage, startupMessage } from './wire-messages'

const sync = Buffer.from([0x53, 0, 0, 0, 4])
const parse = (sql: string) => {
  const message = queryMessage(`\0${sql}\0\0`)
  message[0] = 0x50
  return message
}

it('cuts the same batches wherever the stream is broken', () => {
  const stream = Buffer.concat([startupMessage(), queryMessage('SELECT 暖途'), parse('SELECT 1'), sync, parse('x'.repeat(3000)), sync])
  const whole = new FrontendBatches().push(stream)
  expect(whole.map(({ kind }) => kind)).toEqual(['startup', 'query', 'sync', 'sync'])
  expect(Buffer.concat(whole.map(({ bytes }) => bytes))).toEqual(stream)
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 40 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
      const cutter = new FrontendBatches()
      const batches = at.slice(1).flatMap((end, i) => cutter.push(stream.subarray(at[i], end)))
      expect(batches.map(({ kind, bytes }) => [kind, Buffer.from(bytes).toString('hex')])).toEqual(
        whole.map(({ kind, bytes }) => [kind, Buffer.from(bytes).toString('hex')]),
      )
    }),
  )
})

it('refuses a length that cannot be', () => {
  const batches = new FrontendBatches()
  batches.push(startupMessage())
  expect(() => batches.push(Buffer.from([0x51, 0x7f, 0xff, 0xff, 0xff]))).toThrow(RangeError)
  expect(() => new FrontendBatches().push(Buffer.alloc(8))).toThrow(RangeError)
})
