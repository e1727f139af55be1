import { expect, it } from 'vitest'
import { parseReceiver } from './receiver'

const words = (text: string): ReturnType<typeof parseReceiver> => parseReceiver(text.split(' '))

it('reads a receiver with what is stated of it, and one of which nothing is', () => {
  expect(words('add plough-1 --name P --protocol nmea --surface --frame BDCS --epoch current --corrections none')).toMatchObject({
    verb: 'add', input: { id: 'plough-1', kind: 'vehicle', protocol: 'nmea', measures_surface: true, reference: { frame: 'BDCS', epoch: 'current', correction_source: 'none' }, velocity: { kind: 'eura2014' } },
  })
  expect(words('add bus-7 --protocol jt808 --phone 013800000001 --terminal T1 --surface --item 0xE1')).toMatchObject({ input: { reference: null, surface_item_id: 0xe1, name: 'bus-7' } })
})

it('does not guess what is half said or belongs to another protocol', () => {
  for (const faulty of ['add x --protocol nmea --frame BDCS', 'add x --protocol nmea --frame WGS72 --epoch 2000 --corrections none', 'add x --protocol nmea --phone 1', 'add x --protocol jt808', 'add x', 'add x --protocol jt808 --phone 1 --terminal T --surface --item 1']) {
    expect(words(faulty), faulty).toMatchObject({ faults: expect.arrayContaining([expect.any(String)]) })
  }
  for (const unknown of ['', 'add', 'remove', 'list all', 'add x --token y']) expect(words(unknown), unknown).toBeNull()
})
