import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { guardActor, interlockActor, minimumOnOffActor, prioritySlots } from '#domain/control/command'
import { builtRules, presentRules } from '#domain/control/interlocks/judge-interlocks'
import { mayBeAccountName } from '#domain/identity/account-name'

test('the table of rules while a command runs says what the rules say', () => {
  const table = readFileSync(new URL('README.md', import.meta.url), 'utf8').split('## Rules while a command runs')[1]?.split('\n## ')[0] ?? ''
  const written = [...table.matchAll(/^\| `(\w+)` \| (\d+|–) \|/gm)].map(([, rule, slot]) => [rule, slot])
  const rules = [...builtRules, ...presentRules].map(({ name, whileRunning }) => [name, whileRunning === null ? '–' : String(prioritySlots[whileRunning])])
  expect(written.toSorted()).toEqual(rules.toSorted())
})

test('nobody can bear the name under which the server acts', () => {
  for (const name of [guardActor, interlockActor, minimumOnOffActor, 'server', 'local']) expect(mayBeAccountName(name)).toBe(false)
  expect(mayBeAccountName('guardian')).toBe(true)
})
