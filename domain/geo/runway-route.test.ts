import { expect, it } from 'vitest'
import { parseRunwayRoute } from './runway-route'

it.each([
  ['ZYHB 05R/23L', { aerodrome: 'ZYHB', lower: '05R', higher: '23L' }], ['ZYHB 23L/05R', { aerodrome: 'ZYHB', lower: '05R', higher: '23L' }], ['ZHHH 18/36', { aerodrome: 'ZHHH', lower: '18', higher: '36' }],
  ['ZYHB 05R/23R', null], ['ZYHB 05R/24L', null], ['G1', null], ['', null], [null, null],
])('reads %s', (route, name) => expect(parseRunwayRoute(route)).toEqual(name))
