import type { AuditRecordView } from '#domain/wire/audit'
import { useWords } from '../../i18n/use-words'

/** First parts of events that are asked for by name. */
export const auditEvents = ['session', 'access', 'account', 'command', 'lock', 'zone', 'runway', 'plant', 'network', 'device', 'export', 'controller', 'backup'] as const

/** Records in words; a code that no word stands for is shown as it is. */
export function useAuditWords() {
  const { t, te } = useWords()
  function event(code: string): string {
    const key = `audit_event.${code.replaceAll('.', '_')}`
    if (te(key)) return t(key)
    const state = code.startsWith('command.') ? `command_state.${code.slice(8)}` : ''
    return state && te(state) ? t('audit_event.command_of', { state: t(state) }) : code
  }
  function actor(of: string | null): string {
    if (of === null) return t('audit.nobody')
    if (of === 'server') return t('audit.server')
    return of.startsWith('os:') ? t('audit.local', { name: of.slice(3) }) : of
  }
  const role = (of: string | null): string => (of === null ? '' : te(`role.${of}`) ? t(`role.${of}`) : of)
  function subject(of: string | null): string {
    if (of === null) return '—'
    const kind = of.slice(0, Math.max(0, of.indexOf(':')))
    return te(`audit_subject.${kind}`) ? `${t(`audit_subject.${kind}`)} ${of.slice(kind.length + 1)}` : of
  }
  /** A reason is what somebody wrote, or the word of a refusal. */
  function reason({ reason: of, after }: Pick<AuditRecordView, 'reason' | 'after'>): string {
    if (of === null) return ''
    const problem = `problem.${of.replaceAll('.', '_')}`
    const params = typeof after === 'object' && after !== null ? Object.fromEntries(Object.entries(after).map(([key, value]) => [key, key === 'role' ? role(String(value)) : String(value)])) : {}
    return te(problem) ? t(problem, params) : te(`reason.${of}`) ? t(`reason.${of}`) : of
  }
  return { event, actor, role, subject, reason }
}
