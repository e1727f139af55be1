/** Collections that come as vector tiles. */
export const tiledCollections: readonly string[] = []
