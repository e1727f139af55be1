import { expect, it } from 'vitest'
import { shownSurfaceState } from './shown-surface'

it.each([['measured', 60, 'measured'], ['measured', 150, 'measured'], ['measured', 151, 'stale'], ['estimated', 151, 'stale'], ['stale', 10, 'stale'], ['measured', 901, 'lost'], ['unknown', 901, 'unknown'], ['lost', 130, 'lost']] as const)('%s, silent for %i s, is shown as %s', (state, silentS, shown) => expect(shownSurfaceState(state, silentS)).toBe(shown))
