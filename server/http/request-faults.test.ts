import { expect, it } from 'vitest'
import { z } from 'zod'
import { requestFaults } from './request-faults'

const shape = z.strictObject({
  setpoint_c: z.number().min(5).max(60).multipleOf(0.1), lease_s: z.int().gt(0), mode: z.enum(['heat', 'cool']), reason: z.string().min(3).max(5), ids: z.array(z.string()).min(1), at: z.iso.datetime({ offset: true }),
  key: z.string().regex(/^[a-z]+$/, 'expected small letters'),
})
const good = { setpoint_c: 40, lease_s: 600, mode: 'heat', reason: 'snow', ids: ['a'], at: '2026-01-31T20:00:00+08:00', key: 'a' }
const faultOf = (change: object) => requestFaults(shape.safeParse({ ...good, ...change }).error?.issues ?? [], 'json').map(({ field, zh }) => `${field}: ${zh?.reason}; ${zh?.remedy}`)

it.each([
  [{}, []],
  [{ setpoint_c: 70 }, ['setpoint_c: 过大; 应不大于 60']],
  [{ setpoint_c: '40' }, ['setpoint_c: 类型不对; 应为数值']],
  [{ setpoint_c: undefined }, ['setpoint_c: 缺少此项; 请给出数值']],
  [{ setpoint_c: 40.05 }, ['setpoint_c: 步长不对; 应为 0.1 的倍数']],
  [{ lease_s: 0 }, ['lease_s: 过小; 应大于 0']],
  [{ mode: 'boil' }, ['mode: 不在可选范围内; 可选：heat、cool']],
  [{ reason: 'x' }, ['reason: 过短; 应不少于 3 个字符']],
  [{ reason: 'too long' }, ['reason: 过长; 应不多于 5 个字符']],
  [{ ids: [] }, ['ids: 项数过少; 应不少于 1 项']],
  [{ at: 'now' }, ['at: 格式不对; 应为带时区的 ISO 8601 时刻，如 2026-01-31T20:00:00+08:00']],
  [{ key: 'A' }, ['key: 格式不对; 要求：expected small letters']],
  [{ wish: 1 }, ['json: 不认识的字段：wish; 请去掉']],
] as const)('says in Chinese what is wrong with a request: %j', (change, said) => expect(faultOf(change)).toEqual(said))
