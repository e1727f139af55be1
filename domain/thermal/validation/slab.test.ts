import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readReference, referenceFolder } from './testing/reference-folder'
import { steadySlabFlux } from './testing/steady-slab'
import type { SlabCase } from './testing/steady-slab'

const folder = join(referenceFolder, 'slab')
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
const cases = files.flatMap((file) => JSON.parse(readReference('slab', file)) as SlabCase[])

describe.skipIf(cases.length === 0)(`heated slabs in two dimensions, ${cases.length === 0 ? `missing in ${folder}` : 'against the transient column run to its steady state'}`, () => {
  it('give the same heat within 2 %', () => {
    const rows = cases.map((slab) => {
      const ours = steadySlabFlux(slab)
      const theirs = slab.q_per_K_FD ?? slab.q_per_K!
      return { kind: slab.kind, w: slab.w, z: slab.z, D: slab.D, k: slab.k, h: slab.h ?? null, ours: Number(ours.toFixed(3)), theirs: Number(theirs.toFixed(3)), error_percent: Number((100 * (ours / theirs - 1)).toFixed(2)) }
    })
    console.table(rows)
    expect(rows.filter((row) => Math.abs(row.error_percent) > 2)).toEqual([])
  })
})
