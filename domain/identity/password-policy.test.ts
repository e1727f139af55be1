import { expect, it } from 'vitest'
import { judgePassword } from './password-policy'

const judge = (password: string): string | null => judgePassword(password, ['li.wei', '李伟', 'li.wei@roads.example'])

it('takes long passwords of any script and refuses what guessers try first', () => {
  for (const good of ['correct horse', '雪夜里的桥面在零下六度结冰', 'tk7 vmbw q9zf', 'Passage under Songhua 9']) expect([good, judge(good)]).toEqual([good, null])
  expect(judge('tk7vmbwq9zf')).toBe('too_short')
  expect(judge('x'.repeat(201))).toBe('too_long')
  expect(judge('aaaaaaaaaaaa')).toBe('too_uniform')
  for (const common of ['password12345', 'P@ssword!!!!!'.replace('@', 'a'), 'Qwertyuiop12', '123456789012', '987654321098', 'abcdefghijkl', 'Wodemima2026', 'Hearthway2026!']) expect([common, judge(common)]).toEqual([common, 'common'])
})

it('refuses a password with the name in it, whatever its case and form, but not for a fragment of two letters', () => {
  expect(judge('WEI in the snow 7')).toBe('contains_name')
  expect(judge('my LI.WEI password')).toBe('contains_name')
  expect(judge('ROADS and bridges')).toBe('contains_name')
  expect(judge('slippery at dawn')).toBeNull()
})
