import { z } from 'zod'
import type { PlantFile } from '#domain/network/plant-file'
import type { PlantProblem } from '#domain/network/plant-problem'
import { plantFileShape } from '#domain/wire/plant-file'

const problemsShown = 1000

/** A document as a plant file, or every place where its shape is another, in the words of both languages. */
export function readPlantFile(document: unknown): { file: PlantFile } | { problems: PlantProblem[] } {
  const parsed = plantFileShape.safeParse(document, { error: z.locales.zhCN().localeError })
  if (parsed.success) return { file: parsed.data }
  const english = plantFileShape.safeParse(document, { error: z.locales.en().localeError }).error!
  const [zh, en] = [flat(parsed.error.issues), flat(english.issues)]
  return { problems: en.slice(0, problemsShown).map(({ path, message }, i) => ({ path, code: 'shape', params: { en: message, zh: zh[i]?.message ?? message } })) }
}

/** A choice between shapes tells of the one that fits best: "invalid" alone helps nobody. */
function flat(issues: readonly z.core.$ZodIssue[], before = ''): { path: string; message: string }[] {
  return issues.flatMap((issue) => {
    const path = before + issue.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path, message: issue.message }]
    return flat(issue.errors.reduce((best, other) => (other.length < best.length ? other : best)), path)
  })
}
