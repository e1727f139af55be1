import { expect, it } from 'vitest'
import { actions, administrators, mayDo, roleActions, roles, type Action } from './roles'

it('no administrator can command, approve or change the plant', () => {
  const working = actions.filter((action) => /^(command|lock|runway|plant|network|device|zone)\./.test(action))
  expect(administrators.flatMap((role) => working.filter((action) => mayDo(role, action)))).toEqual([])
})

it('the three administrators share nothing but reading', () => {
  const powers = administrators.flatMap((role) => roleActions[role].filter((action) => action !== 'read'))
  expect(new Set(powers).size).toBe(powers.length)
})

it('every action is somebody\'s, and everybody may read', () => {
  expect(actions.filter((action: Action) => !roles.some((role) => mayDo(role, action)))).toEqual([])
  expect(roles.filter((role) => !mayDo(role, 'read'))).toEqual([])
})
