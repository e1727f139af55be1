import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { heatBalance } from '#domain/energy/heat-balance'
import { energyShape } from '#domain/wire/energy'
import { loadHeatSteps } from '#server/store/heat-steps'
import { jsonAnswer, problemAnswers } from './openapi'
import { rangeOf, rangeShape } from './range'
import type { Services } from './services'

/** Steps of a chart: the smallest that keeps it near 150 points. */
const steps = [600, 3600, 10_800, 21_600]

/** What the energy stations gave to the pavement and took from it. */
export function energyRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({
    method: 'get', path: '/api/energy', summary: "Heat of every energy station's loops, at most 31 days",
    description: 'From good readings of the thermal power of their loops, positive into the pavement. What was not heard of is in no sum; `known_share` says how much that is.',
    request: { query: rangeShape }, responses: { 200: jsonAnswer(energyShape, 'The stations'), ...problemAnswers(400) },
  }), async (c) => {
    const { from, to } = rangeOf(c.req.valid('query'))
    const lengthS = (to.getTime() - from.getTime()) / 1000
    const stepS = steps.find((step) => lengthS / step <= 150) ?? steps.at(-1)!
    const { energy_stations: stations, loops } = services.city().network
    const rows = await loadHeatSteps(services.db, from, to, stepS)
    return c.json({
      from: from.toISOString(), to: to.toISOString(), step_s: stepS,
      stations: stations.map(({ id }) => {
        const own = loops.filter((loop) => loop.energy_station_id === id).map((loop) => loop.id)
        const { intoKw, outKw, knownShare, intoKwh, outKwh, knownShareOfAll } = heatBalance(rows, own, { lengthS, stepS })
        return { id, loops: own.length, into_kw: intoKw, out_kw: outKw, known_share: knownShare, into_kwh: intoKwh, out_kwh: outKwh, known_share_of_all: knownShareOfAll }
      }),
    }, 200)
  })
}
