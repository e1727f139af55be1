import { words, type ParsedWeather } from '#domain/weather/weather-report'
import { TooLarge } from './read-limited'

/** Why a file or an answer could not be had, in words that repeat nothing of its content. */
export function loadFault(error: unknown): ParsedWeather {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } }
  const refused = (zh: string, en: string): ParsedWeather => ({ refused: { field: 'HEARTHWAY_WEATHER', reason: words(zh, en) } })
  if (error instanceof TooLarge) return refused(`内容过大：${error.message}`, `the content is too large: ${error.message}`)
  if (error instanceof SyntaxError) return refused('内容不是有效的 JSON', 'the content is not valid JSON')
  if (name === 'TimeoutError' || name === 'AbortError') return refused('气象服务未在时限内应答', 'the weather service did not answer in time')
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return refused('内容不是 UTF-8', 'the content is not UTF-8')
  if (code === 'ENOENT') return refused('找不到该文件', 'there is no such file')
  const machineWord = code ?? cause?.code
  return refused(`无法取得天气${machineWord ? `（${machineWord}）` : ''}：检查地址、网络与权限`, `the weather cannot be fetched${machineWord ? ` (${machineWord})` : ''}: check the address, the network and the rights`)
}
