import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PlantFile } from '#domain/network/plant-file'
import { plantPlanShape, plantVersionDetailShape } from '#domain/wire/plant'
import { plantFileSchema } from '#domain/wire/plant-file'
import { openTestApp } from './testing/test-app'

let open: Awaited<ReturnType<typeof openTestApp>>
let engineer: Record<string, string>
let plant: PlantFile
beforeAll(async () => {
  open = await openTestApp('postgresql')
  engineer = await open.signInAs('engineer')
})
afterAll(() => open.close())

const plan = async (file: unknown) => plantPlanShape.parse(await (await open.send('POST', '/api/plant/plan', { file }, engineer)).json())

it('publishes the schema to everybody, and the plant with its addresses to engineers alone', async () => {
  expect(await (await open.get('/api/plant/schema')).json()).toEqual(plantFileSchema())
  const doors = [['GET', '/api/plant'], ['GET', '/api/plant/versions'], ['GET', '/api/plant/versions/1'], ['POST', '/api/plant/plan'], ['POST', '/api/plant/apply']] as const
  const ask = (method: string, path: string, headers = {}) => (method === 'GET' ? open.get(path, headers) : open.send(method, path, { file: {} }, headers))
  const roles = await Promise.all((['viewer', 'operator', 'airportOperations', 'systemAdministrator', 'auditor'] as const).map((role) => open.signInAs(role)))
  for (const [method, path] of doors) {
    expect((await ask(method, path)).status, path).toBe(401)
    for (const headers of roles) expect((await ask(method, path, headers)).status, path).toBe(403)
  }
  const answer = await open.get('/api/plant', engineer)
  expect(answer.status).toBe(200)
  plant = await answer.json() as PlantFile
  expect(plant.controllers.map(({ id, host }) => [id, host])).toEqual([['C1', '127.0.0.1']])
})

it('plans without changing anything, applies, and keeps the version', async () => {
  expect(await plan(plant)).toMatchObject({ base_version: 0, create: [], change: [], remove: [], problems: [] })
  const changed = { ...plant, loops: plant.loops.map((loop) => ({ ...loop, heat_max_c: 40 })) }
  expect(await plan(changed)).toMatchObject({ change: [{ kind: 'loop', id: 'L1', fields: [{ field: 'heat_max_c', before: 45, after: 40 }] }] })
  expect(await (await open.get('/api/plant/versions', engineer)).json()).toEqual([])
  const applied = await open.send('POST', '/api/plant/apply', { file: changed, base_version: 0, reason: ' 夏季上限 ' }, engineer)
  expect([applied.status, await applied.json()]).toEqual([200, { outcome: 'applied', version: 2, warnings: [] }])
  expect(await (await open.get('/api/plant/versions', engineer)).json()).toMatchObject([{ number: 2, reason: '夏季上限' }, { number: 1, actor: 'server', reason: null }])
  expect(plantVersionDetailShape.parse(await (await open.get('/api/plant/versions/2', engineer)).json())).toMatchObject({ number: 2, file: changed, difference: { change: [{ kind: 'loop', id: 'L1' }] } })
  for (const [number, status, code] of [['9', 404, 'plant.version_unknown'], ['x', 400, 'request.invalid']] as const) {
    const none = await open.get(`/api/plant/versions/${number}`, engineer)
    expect([none.status, await none.json()]).toMatchObject([status, { code }])
  }
  const [record] = await open.db.query<{ body: string }>("SELECT body FROM audit_records WHERE body LIKE '%plant.apply%'")
  expect(JSON.parse(record!.body)).toMatchObject({ role: 'engineer', address: 'no socket', subject: 'plant:2', reason: '夏季上限' })
  const late = await open.send('POST', '/api/plant/apply', { file: plant, base_version: 0 }, engineer)
  expect([late.status, await late.json()]).toMatchObject([409, { code: 'plant.changed', params: { version: 2 } }])
})

it('answers a faulty file with every fault, its place and its remedy in both languages', async () => {
  const faulty = { ...plant, loops: plant.loops.map((loop) => ({ ...loop, heat_max_c: -5, controller_id: 'C9' })) }
  expect((await plan(faulty)).problems).toMatchObject([
    { path: '/loops/0/controller_id', code: 'controller_unknown', zh: { reason: '没有控制器“C9”' }, en: { remedy: expect.stringContaining('controllers') } },
    { path: '/loops/0/heat_min_c', code: 'setpoints_reversed' },
  ])
  const refused = await open.send('POST', '/api/plant/apply', { file: faulty }, engineer)
  expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'plant.faulty', errors: [{ field: '/loops/0/controller_id', remedy: expect.any(String), zh: { remedy: expect.any(String) } }, { field: '/loops/0/heat_min_c' }] }])
  expect((await plan({ ...plant, extra: 1 })).problems).toMatchObject([{ path: '', code: 'shape' }])
  for (const [body, status] of [['{', 400], ['{}', 400], [JSON.stringify({ file: plant, base_version: -1 }), 400], [JSON.stringify({ file: plant, reason: ' ' }), 400]] as const) {
    expect((await open.send('POST', '/api/plant/apply', body, engineer)).status, body).toBe(status)
  }
})

it('names the commands that stand in the way', async () => {
  await open.db.query("INSERT INTO command_requests (id, actor, idempotency_key, request_sha256, answer, requested_at) VALUES ('r', 'li', 'k', '', '{}', now())")
  await open.db.query("INSERT INTO commands (request_id, loop_id, actor, slot, mode, state, sequence, requested_at) VALUES ('r', 'L1', 'li', 8, 'heat', 'applied', 1, now())")
  const moved = { ...plant, controllers: plant.controllers.map((one) => ({ ...one, port: 1502 })) }
  const answer = await open.send('POST', '/api/plant/apply', { file: moved }, engineer)
  expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'plant.busy', errors: [{ reason: expect.stringContaining('L1'), zh: { remedy: expect.stringContaining('释放') } }] }])
})

it('wants a recent proof of identity before the plant is changed', async () => {
  open.setWall(() => Date.now() + 30 * 60_000)
  const answer = await open.send('POST', '/api/plant/apply', { file: plant }, engineer)
  expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'access.proof_needed' }])
})
