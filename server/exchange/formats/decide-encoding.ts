import { ImportRefused } from '../import-refused'
import type { TextEncoding } from './source-file'

/** Names that files give to encodings, and the decoder's own. */
const known: [RegExp, string][] = [
  [/^(utf-?8|65001|unicode)$/, 'utf-8'],
  [/^(gbk|gb-?2312|gb-?18030|(ansi|oem|cp|windows)?[\s-]*(936|54936|20936)|euc-?cn|chs)$/, 'gb18030'],
  [/^(big-?5(-?hkscs)?|(ansi|oem|cp|windows)?[\s-]*950|cht)$/, 'big5'],
  [/^(iso[\s-]*8859[\s-]*1|latin-?1|8859[\s-]?1|88591|(ansi|cp|windows)?[\s-]*1252)$/, 'windows-1252'],
]

/** The decoder's name for what a file or a user calls an encoding; null where there is no such decoder. */
export function encodingNamed(text: string): string | null {
  const name = text.trim().toLowerCase()
  const found = known.find(([pattern]) => pattern.test(name))?.[1]
  if (found) return found
  const numbered = /^(?:ansi|cp|windows)[\s-]*(125\d)$|^(125\d)$/.exec(name)
  try {
    return new TextDecoder(numbered ? `windows-${numbered[1] ?? numbered[2]}` : name.replace(/^(iso)[\s_]*(8859)[\s_-]*/, 'iso-8859-')).encoding
  } catch {
    return null
  }
}

/** An end in the middle of a character is allowed: tables cut texts at the width of their column. */
function decodes(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Share of the two-byte characters that lie in the plane of everyday characters: GB 2312 level 1, Big5 level 1 (punctuation counts too). */
function everydayShare(samples: readonly Uint8Array[], encoding: 'gb18030' | 'big5'): number {
  let [all, everyday] = [0, 0]
  for (const bytes of samples) {
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i]! < 0x81) continue
      const [lead, trail] = [bytes[i]!, bytes[++i] ?? 0]
      all++
      if (encoding === 'gb18030' ? trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3)) : lead >= 0xa1 && lead <= 0xc6) everyday++
    }
  }
  return all === 0 ? 0 : everyday / all
}

/** Characters of road names in both scripts: what settles texts that are everyday characters either way. */
const roadWords = new Set('路街道大桥橋高速公快环環中山东東西南北一二三四五六七八九十江河湖海龙龍门門国國省县縣村镇鎮市区區新老线線机機场場站园園学學院平安和民主人工业業农農解放建设設红紅旗光明文化长長春华華江阳陽滨濱哈尔爾武汉漢京上下左右前后後内內外第号號巷弄里支匝道隧立交辅輔跑滑行主次干幹级級名称稱宽寬度类類型水泥沥瀝青钢鋼')
function roadWordShare(samples: readonly Uint8Array[], encoding: string): number {
  const characters = [...new TextDecoder(encoding).decode(concat(samples))].filter((one) => one.codePointAt(0)! > 0x7f)
  return characters.length === 0 ? 0 : characters.filter((one) => roadWords.has(one)).length / characters.length
}

function concat(samples: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(samples.reduce((sum, one) => sum + one.length + 1, 0)).fill(32)
  let at = 0
  for (const one of samples) {
    out.set(one, at)
    at += one.length + 1
  }
  return out
}

/** Two readings must differ by this much to tell them apart. */
const clear = 0.15
const percent = (share: number): string => `${Math.round(share * 100)} %`

/**
 * Decides how texts are encoded by what decodes, and only then by what is said of them: a declaration that does not decode, or decodes to what no road
 * is called, is a lie.
 * @param samples byte strings of texts, blanks trimmed
 * @param declared what the file says, in order of weight
 * @param asked the user's word, which settles it where the bytes can be read that way
 * @throws ImportRefused when the bytes do not tell, or the user's word does not fit them
 */
export function decideEncoding(samples: readonly Uint8Array[], declared: readonly { name: string; by: string }[], asked: string | undefined, file: string): TextEncoding {
  const texts = samples.filter((bytes) => bytes.some((byte) => byte > 0x7f))
  const fits = (encoding: string): boolean => texts.every((bytes) => decodes(bytes, encoding))
  if (asked !== undefined) {
    const name = encodingNamed(asked)
    if (name === null) throw new ImportRefused(`--encoding ${asked}: not an encoding known here; for example UTF-8, GB18030 or Big5`)
    if (!fits(name)) throw new ImportRefused(`${file}: its texts cannot be read as ${asked}. Leave --encoding out to see what they look like, or give another`)
    return { name, why: 'as asked for' }
  }
  const said = declared.map((one) => ({ ...one, encoding: encodingNamed(one.name) }))
  const saying = (encoding: string): string => {
    const [agrees, denies] = [said.find((one) => one.encoding === encoding), said.filter((one) => one.encoding !== encoding)]
    if (agrees) return `; ${agrees.by} says so too`
    return denies.length > 0 ? `; ${denies.map((one) => `${one.by} says ${one.name.trim().slice(0, 40)}, which its bytes deny`).join(', ')}` : ''
  }
  if (texts.length === 0) return { name: 'utf-8', why: 'all texts are ASCII' }
  // Chinese in GBK or Big5 is valid UTF-8 by chance about once in a thousand single words; over several words never.
  if (fits('utf-8')) return { name: 'utf-8', why: `every text is valid UTF-8${saying('utf-8')}` }
  const candidates = (['gb18030', 'big5'] as const).filter(fits).map((name) => ({ name, everyday: everydayShare(texts, name), words: roadWordShare(texts, name) }))
    .sort((a, b) => b.everyday + b.words - a.everyday - a.words)
  const [best, second] = candidates
  const others = said.find((one) => one.encoding !== null && !['utf-8', 'gb18030', 'big5'].includes(one.encoding) && fits(one.encoding))
  if (best && best.everyday >= 0.8 && best.words >= 0.05 && (!second || best.everyday + best.words - second.everyday - second.words >= clear)) {
    return { name: best.name, why: `not UTF-8; read so, ${percent(best.everyday)} of the characters are everyday Chinese${second ? ` (as ${second.name} ${percent(second.everyday)})` : ''}${saying(best.name)}` }
  }
  const declaredFit = said.find((one) => one.encoding !== null && candidates.some((candidate) => candidate.name === one.encoding && candidate.everyday >= 0.5)) ?? others
  if (declaredFit?.encoding) return { name: declaredFit.encoding, why: `${declaredFit.by} says so, and the texts can be read that way` }
  if (best && best.everyday >= 0.8 && (!second || best.everyday - second.everyday >= clear)) return { name: best.name, why: `not UTF-8; read so, ${percent(best.everyday)} of the characters are everyday Chinese` }
  const unknownSaid = said.find((one) => one.encoding === null)
  throw new ImportRefused(`${file}: the encoding of its texts is not known${unknownSaid ? ` (${unknownSaid.by} says "${unknownSaid.name.trim().slice(0, 40)}", for which there is no decoder here)` : ''}: they are not UTF-8, and ${candidates.length > 0 ? `they could be ${candidates.map((one) => one.name).join(' or ')}` : 'neither GB18030 nor Big5'}. Say it with --encoding GB18030, --encoding Big5 ...; an example is "${example(texts[0]!)}"`)
}

/** A text whose bytes beyond ASCII are shown as numbers. */
const example = (bytes: Uint8Array): string => [...bytes.subarray(0, 24)].map((byte) => (byte > 0x7f ? `\\x${byte.toString(16)}` : String.fromCharCode(byte))).join('')
