import { expect, it } from 'vitest'
import { OperatorSessions } from './operator-sessions'

const operator = { name: 'li wei', password: 'correct horse' }

it('signs in with the right name and password only, and out again', async () => {
  const sessions = new OperatorSessions(operator)
  expect(await sessions.signIn('li wei', 'wrong', 'here')).toEqual({ refused: true })
  expect(await sessions.signIn('other', 'correct horse', 'here')).toEqual({ refused: true })
  const result = await sessions.signIn('li wei', 'correct horse', 'here')
  const token = 'token' in result ? result.token : ''
  expect(sessions.find(token)?.name).toBe('li wei')
  sessions.signOut(token)
  expect(sessions.find(token)).toBeNull()
})

it('refuses everybody when no operator is configured', async () => {
  const sessions = new OperatorSessions(null)
  expect(sessions.configured).toBe(false)
  expect(await sessions.signIn('', '', 'here')).toEqual({ refused: true })
})

it('does not count being asked about as use', async () => {
  let now = 0
  const sessions = new OperatorSessions(operator, () => now)
  const result = await sessions.signIn(operator.name, operator.password, 'here')
  const token = 'token' in result ? result.token : ''
  now = 100 * 60_000
  expect(sessions.isRunning(token)).toBe(true)
  now = 130 * 60_000
  expect(sessions.isRunning(token)).toBe(false)
  expect(sessions.find(token)).toBeNull()
})

it('ends a session after idle time and after the absolute limit', async () => {
  let now = 0
  const sessions = new OperatorSessions(operator, () => now)
  const start = async (): Promise<string> => {
    const result = await sessions.signIn(operator.name, operator.password, 'here')
    return 'token' in result ? result.token : ''
  }
  const idle = await start()
  now += 2 * 3600_000 + 1
  expect(sessions.find(idle)).toBeNull()
  const busy = await start()
  const begun = now
  while (now - begun <= 12 * 3600_000) {
    expect(sessions.find(busy)).not.toBeNull()
    now += 3600_000
  }
  expect(sessions.find(busy)).toBeNull()
})

it('makes a guesser wait after five failures, and nobody else', async () => {
  let now = 0
  const sessions = new OperatorSessions(operator, () => now)
  for (let i = 0; i < 5; i++) await sessions.signIn('li wei', `guess ${i}`, 'guesser')
  expect(await sessions.signIn('li wei', 'correct horse', 'guesser')).toEqual({ waitS: 60 })
  expect(await sessions.signIn('li wei', 'correct horse', 'desk')).toHaveProperty('token')
  now += 60_000
  expect(await sessions.signIn('li wei', 'correct horse', 'guesser')).toHaveProperty('token')
})
