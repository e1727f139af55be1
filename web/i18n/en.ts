/** English; the keys mirror zh-cn.ts, which a test checks. */
export const en = {
  app: { name: 'Hearthway' },
}
