import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EmbeddedSession } from './embedded-session'
import { errorMessage, queryMessage, readyMessage } from './wire-messages'

const message = (type: string, body = '') => {
  const made = queryMessage(body)
  made[0] = type.charCodeAt(0)
  return made
}
const complete = (tag: string) => message('C', tag)
const frontend = (type: string, body: number[]) => Buffer.from([type.charCodeAt(0), 0, 0, 0, body.length + 4, ...body])
const sync = frontend('S', [])
const parse = (sql: string) => message('P', `\0${sql}\0\0`)
const extended = (sql: string) => Buffer.concat([parse(sql), frontend('B', [0, 0, 0, 0, 0, 0, 0, 0]), frontend('E', [0, 0, 0, 0, 0]), sync])

/** A broken engine: answers the user's statement with `answer`, and honestly what the session itself asks. */
function session(answer: Buffer, pieceBytes = 1000) {
  const asked: string[] = []
  const subject = new EmbeddedSession((bytes, onData) => {
    const text = Buffer.from(bytes).toString('latin1')
    const own = ['ROLLBACK', 'BEGIN', "SELECT 'failed'::int"].find((sql) => text.slice(5, -1) === sql)
    const status = own === 'ROLLBACK' ? 'I' : own === 'BEGIN' ? 'T' : 'E'
    const out = own ? readyMessage(status) : text === sync.toString('latin1') ? readyMessage('I') : answer
    if (own) asked.push(own)
    for (let at = 0; at < out.length; at += pieceBytes) onData(out.subarray(at, at + pieceBytes))
  })
  const ask = (bytes: Buffer, kind: 'query' | 'sync' = 'query') => {
    const out: Buffer[] = []
    subject.answer({ kind, bytes }, (piece) => out.push(Buffer.from(piece)))
    return Buffer.concat(out)
  }
  return { ask, asked }
}

const noAnswer = errorMessage('XX000', 'the embedded engine gave no answer')

describe('an answer that is none', () => {
  it.each([
    ['silence', Buffer.alloc(0)],
    ['an end without a statement', readyMessage('I')],
    ['"empty" to a query that is not', Buffer.concat([message('I').subarray(0, 5), readyMessage('I')])],
    ['no end', complete('SELECT 1')],
  ])('simple query: %s', (_, answer) => {
    const { ask, asked } = session(answer)
    const said = ask(queryMessage('SELECT ST_Union(g)'))
    expect(said.subarray(-noAnswer.length - 6)).toEqual(Buffer.concat([noAnswer, readyMessage('I')]))
    expect(asked).toEqual(['ROLLBACK'])
  })

  it('a statement without a name is torn, even after one that ended', () => {
    const { ask, asked } = session(Buffer.concat([complete('INSERT 0 1'), complete('???'), readyMessage('I')]))
    expect(ask(queryMessage('INSERT ...; SELECT ...')).includes(noAnswer)).toBe(true)
    expect(asked).toEqual(['ROLLBACK'])
  })

  it('leaves a transaction block failed, not gone', () => {
    const torn = session(Buffer.concat([complete('BEGIN'), complete('???'), readyMessage('I')]))
    expect(torn.ask(queryMessage('BEGIN; SELECT ST_Union(g)')).subarray(-6)).toEqual(readyMessage('E'))
    expect(torn.asked).toEqual(['ROLLBACK', 'BEGIN', "SELECT 'failed'::int"])
  })

  it('parameterised: an Execute that nobody answered is rolled back before the Sync', () => {
    const { ask, asked } = session(message('1').subarray(0, 5))
    expect(ask(extended('SELECT ST_Union(g)'), 'sync').includes(noAnswer)).toBe(true)
    expect(asked).toEqual(['ROLLBACK'])
  })
})

it('an empty query may be empty, in both protocols', () => {
  const empty = Buffer.from([0x49, 0, 0, 0, 4])
  for (const sql of ['', ' ; ', '-- nothing', '/* a /* nested */ comment */\n;']) {
    expect(session(Buffer.concat([empty, readyMessage('I')])).ask(queryMessage(sql))).toEqual(Buffer.concat([empty, readyMessage('I')]))
    expect(session(empty).ask(extended(sql), 'sync')).toEqual(Buffer.concat([empty, readyMessage('I')]))
  }
})

it('says one ReadyForQuery and nothing else after an error, wherever the answer is broken', () => {
  const error = errorMessage('22012', 'division by zero')
  const row = message('D', 'x'.repeat(300))
  const engine = Buffer.concat([row, error, readyMessage('I'), complete('SELECT 1'), row, readyMessage('I')])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: engine.length }), (pieceBytes) => {
      expect(session(engine, pieceBytes).ask(queryMessage('SELECT 1/0'))).toEqual(Buffer.concat([row, error, readyMessage('I')]))
    }),
  )
})
