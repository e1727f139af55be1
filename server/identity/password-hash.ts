import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number, options: { N: number; r: number; p: number; maxmem: number }) => Promise<Buffer>
type Argon2 = Pick<typeof import('@node-rs/argon2'), 'hash' | 'verify'>

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const argon2Cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** OWASP's recommendation for scrypt in 32 MiB. */
const scryptCost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 }

export interface PasswordHasher {
  name: 'argon2id' | 'scrypt'
  hash(password: string): Promise<string>
  /** False as well for a hash of a kind that cannot be computed here. */
  verify(hash: string, password: string): Promise<boolean>
}

/** argon2id; on a machine for which it was not built, scrypt of Node itself. Hashes say which they are, so both can stand in one database. */
export async function openPasswordHasher(load: () => Promise<Argon2> = () => import('@node-rs/argon2')): Promise<PasswordHasher> {
  const argon2 = await load().catch(() => null)
  const verify = async (hash: string, password: string): Promise<boolean> => {
    const text = password.normalize('NFKC')
    if (hash.startsWith('$argon2')) return argon2 ? argon2.verify(hash, text) : false
    return verifyScrypt(hash, text)
  }
  return argon2
    ? { name: 'argon2id', verify, hash: (password) => argon2.hash(password.normalize('NFKC'), argon2Cost) }
    : { name: 'scrypt', verify, hash: (password) => hashScrypt(password.normalize('NFKC')) }
}

async function hashScrypt(password: string): Promise<string> {
  const salt = randomBytes(16)
  const { N, r, p } = scryptCost
  return `$scrypt$n=${N},r=${r},p=${p}$${salt.toString('base64')}$${(await derive(password, salt, 32, scryptCost)).toString('base64')}`
}

async function verifyScrypt(hash: string, password: string): Promise<boolean> {
  const parts = /^\$scrypt\$n=(\d+),r=(\d+),p=(\d+)\$([\w+/=]+)\$([\w+/=]+)$/.exec(hash)
  if (!parts) return false
  const [N, r, p] = parts.slice(1, 4).map(Number) as [number, number, number]
  const kept = Buffer.from(parts[5] as string, 'base64')
  return timingSafeEqual(await derive(password, Buffer.from(parts[4] as string, 'base64'), kept.length, { ...scryptCost, N, r, p }), kept)
}
