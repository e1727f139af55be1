export interface CommandLine { positional: string[]; options: Map<string, string | true> }

/**
 * Splits arguments into positional ones and `--name value`, `--name=value` or bare `--name` options.
 * @param withValue names that take a value
 * @throws Error naming an option that is not known or lacks its value
 */
export function parseCommandLine(args: readonly string[], withValue: readonly string[], bare: readonly string[]): CommandLine {
  const positional: string[] = []
  const options = new Map<string, string | true>()
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (!arg.startsWith('--')) {
      positional.push(arg)
      continue
    }
    const [name = '', inline] = arg.slice(2).split(/=(.*)/s)
    if (bare.includes(name)) options.set(name, true)
    else if (withValue.includes(name)) {
      const value = inline ?? args[++i]
      if (value === undefined) throw new Error(`--${name} needs a value`)
      options.set(name, value)
    } else throw new Error(`unknown option --${name}; known: ${[...withValue, ...bare].map((known) => `--${known}`).join(', ')}`)
  }
  return { positional, options }
}
