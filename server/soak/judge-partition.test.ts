import { expect, test } from 'vitest'
import { judgePartition } from './judge-partition'
import { kindOverModbus, kindOverMqtt, type SentFrame } from './sent-frames'

const frames = (...sent: [string, number][]): SentFrame[] => sent.map(([sender, atMs]) => ({ controller: 'C', sender, atMs, kind: 'command', late: false }))
const cut = { sender: 'a', fromMs: 100, toMs: 9000 }
const leads = [{ sender: 'a', epoch: 1, fromMs: 0 }, { sender: 'b', epoch: 2, fromMs: 5010 }]

test('a leader that stops in time, and a follower that was seen to lead a moment after its first frame', () => {
  expect(judgePartition(frames(['a', 50], ['a', 2000], ['b', 5000], ['b', 9500]), [cut], leads, 3000)).toEqual({ strangers: 0, sentTooLate: 0, lateArrivals: 0, stoppedAfterMs: 1900, followedAfterMs: 4900 })
})
test('one that sends too late, one that sends while another leads, and what only arrives then', () => {
  expect(judgePartition(frames(['a', 50], ['a', 3500]), [cut], leads, 3000).sentTooLate).toBe(1)
  expect(judgePartition(frames(['a', 50], ['b', 4000]), [cut], leads, 3000).strangers).toBe(1)
  const back = frames(['a', 50], ['b', 5100], ['a', 5200])
  expect(judgePartition(back, [], leads, 3000)).toMatchObject({ strangers: 1, lateArrivals: 0 })
  expect(judgePartition(back.map((frame) => ({ ...frame, late: true })), [], leads, 3000)).toMatchObject({ strangers: 0, lateArrivals: 1 })
})
test('what changes something at the device is told from what only asks', () => {
  const request = (code: number, address: number): Buffer => Buffer.from([0, 1, 0, 0, 0, 6, 1, code, address >> 8, address & 255, 0, 1])
  expect([request(16, 0), request(16, 140), request(4, 140)].map(kindOverModbus)).toEqual([['heartbeat'], ['command'], []])
  const publish = (topic: string): Buffer => Buffer.concat([Buffer.from([0x32, topic.length + 4, 0, topic.length]), Buffer.from(topic), Buffer.from([0, 9])])
  expect(kindOverMqtt(Buffer.concat([Buffer.from([0x40, 2, 0, 7]), publish('hearthway/1/M/command'), publish('hearthway/1/M/read'), publish('hearthway/1/M/heartbeat')]))).toEqual(['command', 'heartbeat'])
})
