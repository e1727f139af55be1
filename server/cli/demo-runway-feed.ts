import type { Network } from '#domain/network/network'
import type { Running } from '#server/main'

const everyMs = 10_000

/**
 * Stands in for the tower's feed in a demo: heated runways are closed for clearing, the others in use. Renewed at wall intervals; what was said holds three of
 * them, or a quarter of an hour of site time. @returns a function that ends it
 */
export function feedRunwayUse(running: Pick<Running, 'sayRunwayUse'>, network: Pick<Network, 'assets' | 'segments'>, timeScale: number, onError: (error: Error) => void): () => void {
  const heated = new Set(network.segments.flatMap(({ assetId, loopId }) => (loopId === null ? [] : [assetId])))
  const runways = network.assets.filter(({ kind }) => kind === 'runway')
  const say = async (): Promise<void> => {
    for (const { id } of runways) await running.sayRunwayUse({ runwayId: id, inUse: !heated.has(id), source: 'demo feed', reference: 'DEMO' }, Math.max(900, (3 * everyMs * timeScale) / 1000))
  }
  const tell = (): void => void say().catch(onError)
  tell()
  const timer = setInterval(tell, everyMs)
  return () => clearInterval(timer)
}
