import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Action } from '#domain/identity/roles'
import type { CommandGroupView } from '#domain/wire/command-groups'
import type { CommandAnswer } from '#domain/wire/commands'
import type { Problem } from '#domain/wire/problem'
import { routeRights } from './route-rights'
import { openTestApp, testNow } from './testing/test-app'

type Head = Record<string, string>
const scoped: readonly Action[] = ['command.give', 'command.cancel', 'command.readBack', 'command.stop', 'command.approve', 'lock.place', 'runway.declare']
const quiet = { runwayId: 'R1', use: { inUse: false, source: 'operations', reference: 'A1/26', declaredAtMs: testNow.getTime(), expiresAtMs: testNow.getTime() + 3_600_000 } }
const off = { mode: 'off', notam_reference: 'A1/26', reason: 'works' }
const lock = { kind: 'maintenance', reason: 'pump' }

let t: Awaited<ReturnType<typeof openTestApp>>
let keys = 0
const key = (): Head => ({ 'idempotency-key': `scope-key-${keys += 1}` })
beforeAll(async () => { t = await openTestApp('postgresql', {}, { runways: [quiet] }) })
afterAll(() => t.close())

it('no route takes an object of another zone or asset, whoever asks for it and by whichever of its names', async () => {
  const own = await t.signInAs('airportOperations')
  const zone = async (name: string, lon: number): Promise<string> => ((await (await t.send('POST', '/api/zones', {
    name, polygon: { type: 'Polygon', coordinates: [[[lon, 45.749], [lon + 0.002, 45.749], [lon + 0.002, 45.751], [lon, 45.751], [lon, 45.749]]] },
  }, await t.signIn())).json()) as { id: string }).id
  const [around, elsewhere] = [await zone('around', 126.6095), await zone('elsewhere', 126.5995)]
  const ask = async (more: object = {}): Promise<CommandAnswer> => await (await t.send('POST', '/api/commands', { target: { kind: 'loop', id: 'L1' }, ...off, ...more }, { ...own, ...key() })).json() as CommandAnswer
  const { group, commands: [{ id } = { id: 0 }] } = await ask()
  const draft = (await ask({ draft: true })).commands[0]?.id ?? 0
  const payload = { payload_sha256: (await (await t.get(`/api/command-groups/${group}`)).json() as CommandGroupView).approval?.payload_sha256 }
  const held = (await (await t.send('POST', '/api/locks', { ...lock, target: { kind: 'loop', id: 'L1' } }, own)).json() as { id: number }).id
  const targets = [{ kind: 'loop', id: 'L1' }, { kind: 'segment', id: 'h' }, { kind: 'zone', id: around }]
  const loops = [{ kind: 'loop', id: 'L1' }, { kind: 'energyStation', id: 'E1' }, { kind: 'zone', id: around }]

  /** What is asked of each route: its address and bodies. */
  const table: Record<string, [string, object[], string?]> = {
    'POST /api/commands': ['/api/commands', targets.map((target) => ({ target, ...off }))],
    'POST /api/commands/:id/renew': [`/api/commands/${id}/renew`, [{}]],
    'POST /api/commands/:id/relinquish': [`/api/commands/${id}/relinquish`, [{}]],
    'POST /api/commands/:id/submit': [`/api/commands/${draft}/submit`, [{}]],
    // Only ever one's own, wherever it lies.
    'POST /api/commands/:id/cancel': [`/api/commands/${id}/cancel`, [{}], 'command.not_yours'],
    'POST /api/commands/:id/read-back': [`/api/commands/${id}/read-back`, [{}]],
    'POST /api/commands/:id/approve': [`/api/commands/${id}/approve`, [payload]],
    'POST /api/commands/:id/decline': [`/api/commands/${id}/decline`, [payload]],
    'POST /api/command-groups/:id/operate': [`/api/command-groups/${group}/operate`, [{}]],
    'POST /api/command-groups/:id/approve': [`/api/command-groups/${group}/approve`, [payload]],
    'POST /api/command-groups/:id/decline': [`/api/command-groups/${group}/decline`, [payload]],
    'POST /api/stop': ['/api/stop', loops.map((target) => ({ target, held_ms: 2000, reason: 'smoke' }))],
    'POST /api/locks': ['/api/locks', loops.map((target) => ({ ...lock, target }))],
    'DELETE /api/locks/:id': [`/api/locks/${held}`, [{}]],
    'POST /api/runways/:id/use': ['/api/runways/R1/use', [{ in_use: false, reference: 'A1/26', expires_in_s: 600 }]],
  }
  expect(Object.keys(table).sort()).toEqual(Object.entries(routeRights).filter(([, right]) => (scoped as readonly string[]).includes(right)).map(([row]) => row).sort())

  const standing = async (): Promise<unknown[]> => Promise.all(['/api/commands', '/api/locks', '/api/runways/use'].map(async (path) => (await t.get(path)).json()))
  const before = await standing()
  const outsiders = [await t.signInAs('airportOperations', { zoneIds: [], assetIds: ['A1'] }), await t.signInAs('airportOperations', { zoneIds: [elsewhere], assetIds: [] }), await t.signInAs('airportOperations', { zoneIds: ['gone'], assetIds: [] })]
  for (const outsider of outsiders) {
    for (const [row, [path, bodies, code = 'access.scope']] of Object.entries(table)) {
      for (const body of bodies) {
        const answer = await t.send(row.split(' ')[0] as string, path, body, { ...outsider, ...key() })
        expect([row, body, answer.status, (await answer.json() as Problem).code]).toEqual([row, body, 403, code])
      }
    }
  }
  // An engineer ends other people's locks, in their own scope.
  const unlock = async (assetId: string): Promise<number> => (await t.send('DELETE', `/api/locks/${held}`, {}, await t.signInAs('engineer', { zoneIds: [], assetIds: [assetId] }))).status
  expect(await unlock('A1')).toBe(403)
  expect(await standing()).toEqual(before)
  expect(await unlock('B1')).toBe(200)
})
