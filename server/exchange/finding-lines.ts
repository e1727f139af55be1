import type { Finding } from './import-findings'

/** A finding in words: what was seen, the question, the options that answer it. */
export const findingLines = (findings: readonly Finding[]): string[] =>
  findings.map(({ kind, evidence, question, answers }) => `${kind.replaceAll('_', ' ')}: ${evidence}. ${question}${answers.length > 0 ? ` Answer with ${answers.join(' or ')}` : ' Say it with --crs EPSG:...'}.`)
