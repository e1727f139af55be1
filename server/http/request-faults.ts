import type { core } from 'zod'
import type { Problem } from '#domain/wire/problem'

type Fault = NonNullable<Problem['errors']>[number]
type Issue = core.$ZodIssue

const kinds: Record<string, string> = { string: '文字', number: '数值', int: '整数', boolean: '是或否', object: '对象', array: '列表', record: '对象', date: '时刻' }
const formats: Record<string, string> = { datetime: '带时区的 ISO 8601 时刻，如 2026-01-31T20:00:00+08:00', date: '日期，如 2026-01-31', uuid: 'UUID', email: '电子邮件地址', url: '网址', sha256: 'SHA-256' }
const amounts: Record<string, string> = { string: '个字符', array: '项', set: '项' }

/** A fault of a request's shape in Chinese: cause, and what is wanted instead. The English of the API is the schema's own. */
function inChinese(issue: Issue): { reason: string; remedy: string } {
  switch (issue.code) {
    case 'invalid_type': return issue.message.endsWith('received undefined') ? { reason: '缺少此项', remedy: `请给出${kinds[issue.expected] ?? issue.expected}` } : { reason: '类型不对', remedy: `应为${kinds[issue.expected] ?? issue.expected}` }
    case 'too_small': return bound(issue.origin, '小', '短', `不少于 ${issue.minimum}`, `${issue.inclusive === false ? '大于' : '不小于'} ${issue.minimum}`)
    case 'too_big': return bound(issue.origin, '大', '长', `不多于 ${issue.maximum}`, `${issue.inclusive === false ? '小于' : '不大于'} ${issue.maximum}`)
    case 'invalid_value': return { reason: '不在可选范围内', remedy: `可选：${issue.values.map(String).join('、')}` }
    case 'invalid_format': return { reason: '格式不对', remedy: formats[issue.format] ? `应为${formats[issue.format]}` : `要求：${issue.message}` }
    case 'unrecognized_keys': return { reason: `不认识的字段：${issue.keys.join('、')}`, remedy: '请去掉' }
    case 'not_multiple_of': return { reason: '步长不对', remedy: `应为 ${issue.divisor} 的倍数` }
    default: return { reason: '内容不符', remedy: `要求：${issue.message}` }
  }
}

function bound(origin: string, number: string, text: string, count: string, value: string): { reason: string; remedy: string } {
  const unit = amounts[origin]
  return unit ? { reason: origin === 'string' ? `过${text}` : `项数过${number === '小' ? '少' : '多'}`, remedy: `应${count} ${unit}` } : { reason: `过${number}`, remedy: `应${value}` }
}

/** What is wrong with a request, field by field, in both languages. `target`: the part that is meant where an issue names no field, e.g. 'json'. */
export const requestFaults = (issues: readonly Issue[], target: string): Fault[] =>
  issues.map((issue) => ({ field: issue.path.join('.') || target, reason: issue.message, zh: inChinese(issue) }))
