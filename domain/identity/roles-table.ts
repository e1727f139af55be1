import { actions, mayDo, roles } from './roles'

/** The table role x action as Markdown, for the documentation. */
export function rolesTable(): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [row(['action', ...roles]), row(['---', ...roles.map(() => ':-:')]), ...actions.map((action) => row([`\`${action}\``, ...roles.map((role) => (mayDo(role, action) ? '●' : ' '))]))].join('\n')
}
