import { expect, it } from 'vitest'
import { OperatorSessions } from './operator-sessions'

const operator = { name: 'li wei', password: 'correct horse' }

it('signs in with the right name and password only, and out again', () => {
  const sessions = new OperatorSessions(operator)
  expect(sessions.signIn('li wei', 'wrong')).toEqual({ refused: true })
  expect(sessions.signIn('other', 'correct horse')).toEqual({ refused: true })
  const result = sessions.signIn('li wei', 'correct horse')
  const token = 'token' in result ? result.token : ''
  expect(sessions.find(token)?.name).toBe('li wei')
  sessions.signOut(token)
  expect(sessions.find(token)).toBeNull()
})

it('refuses everybody when no operator is configured', () => {
  const sessions = new OperatorSessions(null)
  expect(sessions.configured).toBe(false)
  expect(sessions.signIn('', '')).toEqual({ refused: true })
})

it('ends a session after idle time and after the absolute limit', () => {
  let now = 0
  const sessions = new OperatorSessions(operator, () => now)
  const start = (): string => {
    const result = sessions.signIn(operator.name, operator.password)
    return 'token' in result ? result.token : ''
  }
  const idle = start()
  now += 2 * 3600_000 + 1
  expect(sessions.find(idle)).toBeNull()
  const busy = start()
  const begun = now
  while (now - begun <= 12 * 3600_000) {
    expect(sessions.find(busy)).not.toBeNull()
    now += 3600_000
  }
  expect(sessions.find(busy)).toBeNull()
})

it('makes a guesser wait after five failures', () => {
  let now = 0
  const sessions = new OperatorSessions(operator, () => now)
  for (let i = 0; i < 5; i++) sessions.signIn('li wei', `guess ${i}`)
  expect(sessions.signIn('li wei', 'correct horse')).toEqual({ waitS: 60 })
  now += 60_000
  expect(sessions.signIn('li wei', 'correct horse')).toHaveProperty('token')
})
