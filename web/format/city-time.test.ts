import { describe, expect, it } from 'vitest'
import { cityTime } from './city-time'

const at = new Date('2026-11-23T16:05:09Z')

describe('cityTime', () => {
  it('shows the city zone whatever the machine has', () => {
    const before = process.env['TZ']
    process.env['TZ'] = 'America/New_York'
    try {
      const harbin = cityTime('Asia/Shanghai')
      expect([harbin.date(at), harbin.seconds(at), harbin.offset(at)]).toEqual(['2026-11-24', '00:05:09', 'UTC+8'])
    } finally {
      process.env['TZ'] = before
    }
  })
  it('writes midnight as 00 and not 24', () => expect(cityTime('Asia/Shanghai').minutes(new Date('2026-11-23T16:00:00Z'))).toBe('00:00'))
  it('names the day only when it is another one in the city', () => {
    const harbin = cityTime('Asia/Shanghai')
    expect(harbin.short(at, new Date('2026-11-23T20:00:00Z'))).toBe('00:05')
    expect(harbin.short(at, new Date('2026-11-23T15:00:00Z'))).toBe('11-24 00:05')
  })
  it('knows half-hour zones', () => expect(cityTime('Asia/Kolkata').offset(at)).toBe('UTC+5:30'))
})
