import { ODataFault, shortened } from './odata-fault'

/** A step of an address: `Things`, `Things('a')`, `name`, `$value`, `$ref`. */
export interface PathStep { name: string; id: string | null; at: number }

const step = /([@$\p{L}_][\p{L}\p{N}_.]*)(?:\('((?:[^']|'')*)'\))?/uy
/** Longest way. */
const mostSteps = 12

/** Reads what follows the service's root, percent signs already undone. @throws ODataFault and nothing else */
export function parseResourcePath(text: string): PathStep[] {
  const steps: PathStep[] = []
  for (let at = 0; at <= text.length;) {
    step.lastIndex = at
    const found = step.exec(text)
    if (!found || steps.length === mostSteps) throw new ODataFault(at, steps.length === mostSteps ? `at most ${mostSteps} steps` : 'a name', shortened(text.slice(at)))
    steps.push({ name: found[1]!, id: found[2] === undefined ? null : found[2].replaceAll("''", "'"), at })
    at += found[0].length
    if (at < text.length && text[at] !== '/') throw new ODataFault(at, text[at] === '(' ? "an identifier in single quotes, such as ('ST1')" : '/ or the end', shortened(text.slice(at)))
    at++
  }
  return steps
}
