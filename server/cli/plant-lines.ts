import type { PlantPlan } from '#domain/network/plan-plant'
import { plantWords, type PlantProblem, type PlantWarning } from '#domain/network/plant-problem'
import { countsOf, type PlantAnswer } from '#server/exchange/apply-plant'

type Language = 'zh' | 'en'
/** Lines of one kind before the rest is only counted. */
const mostShown = 200

const value = (what: unknown): string => {
  const text = JSON.stringify(what) ?? 'nothing'
  return text.length > 100 ? `${text.slice(0, 97)}...` : text
}

export const problemLines = (problems: readonly PlantProblem[], language: Language): string[] =>
  shown(problems.map((one) => `  ${one.path || '/'}  ${said(one, language)}`), `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:`)

const warningLines = (warnings: readonly PlantWarning[], language: Language): string[] =>
  warnings.length === 0 ? [] : shown(warnings.map((one) => `  ${one.path}  ${said(one, language)}`), 'to know:')

function said(one: PlantProblem | PlantWarning, language: Language): string {
  const { reason, remedy } = plantWords(one)[language]
  return language === 'zh' ? `${reason}。处理：${remedy}` : `${reason}. Remedy: ${remedy}`
}

function shown(lines: string[], head: string): string[] {
  return [head, ...lines.slice(0, mostShown), ...(lines.length > mostShown ? [`  ... and ${lines.length - mostShown} more`] : [])]
}

/** A plan as people read it: + new, ~ changed, - removed, each field with what it was and what it will be. */
export function planLines(plan: PlantPlan, language: Language): string[] {
  if (plan.problems.length > 0) return problemLines(plan.problems, language)
  const changes = [
    ...plan.create.map(({ kind, id }) => `  + ${kind} ${id}`),
    ...plan.change.flatMap(({ kind, id, fields }) => [`  ~ ${kind} ${id}`, ...fields.map(({ field, before, after }) => `      ${field}: ${value(before)} -> ${value(after)}`)]),
    ...plan.remove.map(({ kind, id }) => `  - ${kind} ${id}`),
  ]
  return [...(changes.length > 0 ? shown(changes, 'changes:') : ['No difference: the plant is so already.']), ...countLines(plan), ...warningLines(plan.warnings, language)]
}

const countLines = (plan: PlantPlan): string[] =>
  countsOf(plan).map(({ kind, create, change, remove, unchanged }) => `  ${kind.padEnd(14)} +${create} ~${change} -${remove} =${unchanged}`)

export function appliedLines(answer: Extract<PlantAnswer, { plan: PlantPlan; version: number }>, language: Language): string[] {
  if (answer.outcome === 'unchanged') return [`No difference: version ${answer.version} stands as it did.`]
  return [`Applied as version ${answer.version}. A running server takes it up within seconds.`, ...countLines(answer.plan), ...warningLines(answer.plan.warnings, language)]
}
