import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileLibmodbusGateway, type LibmodbusGateway } from '#server/drivers/modbus/testing/libmodbus-gateway'
import { startPymodbusController, type PymodbusController } from '#server/drivers/modbus/testing/pymodbus-controller'
import { run } from './controller'

let house: PymodbusController
let compiled: Awaited<ReturnType<typeof compileLibmodbusGateway>>
let foreign: LibmodbusGateway
beforeAll(async () => {
  compiled = await compileLibmodbusGateway()
  ;[house, foreign] = await Promise.all([startPymodbusController(2), compiled.start()])
})
afterAll(() => Promise.all([house.close(), foreign.close(), compiled.remove()]))

const probe = async (...args: string[]): Promise<{ code: number; said: string }> => {
  let said = ''
  const code = await run(args, {}, (text) => { said += `${text}\n` })
  return { code, said }
}

it('prints what the registers hold, raw words beside values with their units', async () => {
  const { code, said } = await probe('probe', `127.0.0.1:${house.port}`)
  expect(code).toBe(0)
  expect(said).toContain('register map hearthway-loop-1')
  expect(said).toMatch(/identity\.0 +input 0 +0x4857 +18519 \(as expected\)/)
  expect(said).toMatch(/loopCount +input 2 +0x0002 +2/)
  expect(said).toMatch(/status\.setpoint +input 123 +0x8000 +no value/)
  expect(said).toMatch(/return +input 128 +0xfffb +-0\.5 degC/)
  expect(said).toMatch(/command\.mode +holding 102 +0x0000 +0 \(auto\)/)
  expect(house.blocks).toEqual([])
})

it('reads a foreign model with swapped floats', async () => {
  const { code, said } = await probe('probe', `127.0.0.1:${foreign.port}`, '--map', 'float-levels-1', '--unit', '7', '--loops', '2')
  expect(code).toBe(0)
  expect(said).toContain('unfenced')
  expect(said).toMatch(/supply +input 22 +0x3333 0x4205 +33\.3 degC/)
  expect(said).toMatch(/local +discrete 9 +0x0001 +no/)
  expect(foreign.said).toEqual([])
})

it('says when it is another model, silent, away, or not asked for properly', async () => {
  const other = await probe('probe', `127.0.0.1:${foreign.port}`)
  expect(other).toMatchObject({ code: 1, said: expect.stringMatching(/Not this model: input 0 is 0, the map expects 18519/) })
  expect(await probe('probe', `127.0.0.1:${foreign.port}`, '--unit', '11', '--map', 'float-levels-1', '--timeout-ms', '100')).toEqual({ code: 1, said: 'Nothing was read: no answer within 100 ms\n' })
  expect(await probe('probe', `127.0.0.1:${foreign.port}`, '--unit', '9', '--map', 'float-levels-1')).toMatchObject({ code: 0, said: expect.stringContaining('the unit does not answer') })
  expect(await probe('probe', '127.0.0.1:1')).toMatchObject({ code: 1, said: expect.stringContaining('ECONNREFUSED') })
  expect(await probe('probe', '127.0.0.1', '--map', 'nobody')).toMatchObject({ code: 1, said: expect.stringContaining('there is no register map "nobody"; there are: hearthway-loop-1') })
  for (const args of [[], ['probe'], ['write', 'x'], ['probe', 'a', 'b'], ['probe', 'a:b'], ['probe', 'a', '--unit', '256'], ['probe', 'a', '--colour']]) expect(await probe(...args)).toMatchObject({ code: 2, said: expect.stringContaining('usage: npm run controller') })
  expect(await probe('maps')).toMatchObject({ code: 0, said: expect.stringMatching(/float-levels-1 +unfenced/) })
})
