import { expect, it } from 'vitest'
import { decideEncoding, encodingNamed } from './decide-encoding'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
/** 松北大道, 中山路, 沥青 in GBK. */
const gbk = [bytes('CBC9 B1B1 B4F3 B5C0'), bytes('D6D0 C9BD C2B7'), bytes('C1A4 C7E0')]
/** 中山東路, 環城公路 in Big5. */
const big5 = [bytes('A4A4 A473 AA46 B8F4'), bytes('C0F4 ABB0 A4BD B8F4')]
const nothing: { name: string; by: string }[] = []

it('believes the bytes', () => {
  expect(decideEncoding(gbk, nothing, undefined, 'f').name).toBe('gb18030')
  expect(decideEncoding(big5, nothing, undefined, 'f').name).toBe('big5')
  expect(decideEncoding([utf8('松北大道')], nothing, undefined, 'f').name).toBe('utf-8')
  expect(decideEncoding([utf8('Main Street')], [{ name: 'GBK', by: '.cpg' }], undefined, 'f')).toEqual({ name: 'utf-8', why: 'all texts are ASCII' })
})

it('names a declaration that the bytes deny, and uses one that fits where bytes alone do not tell', () => {
  expect(decideEncoding(gbk, [{ name: 'UTF-8', by: '.cpg' }], undefined, 'f')).toMatchObject({ name: 'gb18030', why: expect.stringContaining('.cpg says UTF-8, which its bytes deny') })
  expect(decideEncoding([utf8('道路')], [{ name: '936', by: '.cpg' }], undefined, 'f')).toMatchObject({ name: 'utf-8', why: expect.stringContaining('.cpg says 936') })
  expect(decideEncoding([bytes('5A FC 72 69 63 68')], [{ name: '1252', by: '.cpg' }], undefined, 'f').name).toBe('windows-1252')
})

it('takes a text that its column cut in the middle of a character', () => {
  expect(decideEncoding([...gbk, bytes('CBC9 B1B1 B4')], nothing, undefined, 'f').name).toBe('gb18030')
})

it('asks where nothing tells, and holds the answer against the bytes', () => {
  expect(() => decideEncoding([bytes('5A FC 72 69 63 68')], nothing, undefined, 'f')).toThrow(/not known.*--encoding.*Z\\xfcrich/)
  expect(() => decideEncoding([bytes('FF FE FF')], [{ name: 'cp852x', by: '.cpg' }], undefined, 'f')).toThrow(/cp852x/)
  expect(decideEncoding(gbk, nothing, 'gbk', 'f')).toEqual({ name: 'gb18030', why: 'as asked for' })
  expect(() => decideEncoding(gbk, nothing, 'utf-8', 'f')).toThrow(/cannot be read as utf-8/)
  expect(() => decideEncoding(gbk, nothing, 'klingon', 'f')).toThrow(/not an encoding known here/)
})

it.each([['ANSI 936', 'gb18030'], ['CP936', 'gb18030'], ['GB2312', 'gb18030'], ['65001', 'utf-8'], ['Big5-HKSCS', 'big5'], ['cp950', 'big5'], ['ISO 8859-1', 'windows-1252'], ['1250', 'windows-1250'], ['UTF8', 'utf-8'], ['OEM 999', null]])('knows %s', (name, wanted) => expect(encodingNamed(name)).toBe(wanted))
