import { expect, it } from 'vitest'
import { openPasswordHasher } from './password-hash'

it('hashes with argon2id, and without it with scrypt, and each knows a right password of its own', async () => {
  const argon2 = await openPasswordHasher()
  const scrypt = await openPasswordHasher(() => Promise.reject(new Error('not built for this machine')))
  expect([argon2.name, scrypt.name]).toEqual(['argon2id', 'scrypt'])
  const strong = await argon2.hash('correct horse')
  const spare = await scrypt.hash('correct horse')
  expect(strong).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await Promise.all([argon2.verify(strong, 'correct horse'), argon2.verify(spare, 'correct horse'), scrypt.verify(spare, 'correct horse')])).toEqual([true, true, true])
  expect(await Promise.all([argon2.verify(strong, 'correct Horse'), argon2.verify(spare, ''), scrypt.verify(strong, 'correct horse'), argon2.verify('plain', 'plain')])).toEqual([false, false, false, false])
})
