const block = 512
/** Raster and topology cannot be created in this engine without breaking it, and compiling them takes memory and seconds. */
const unwanted = /postgis_(raster|topology|tiger)|--ANY\.sql$|unpackaged|\/contrib\//

/** Leaves out of a plain tar of the PostGIS bundle what the engine never needs; members are kept as they are. */
export function slimBundle(tar: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '')
    const size = parseInt(tar.toString('latin1', at + 124, at + 136).trim() || '0', 8)
    const next = at + block + Math.ceil(size / block) * block
    if (!unwanted.test(name)) kept.push(tar.subarray(at, next))
    at = next
  }
  return Buffer.concat([...kept, Buffer.alloc(2 * block)])
}
