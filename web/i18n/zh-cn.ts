/** 中文（首选语言）；键与 en.ts 一一对应，由测试保证。 */
export const zhCn = {
  app: { name: '暖途' },
}
