/** One fault of a plant file: where (JSON pointer), which, and the numbers and names that go with it. */
export interface PlantProblem { path: string; code: PlantProblemCode; params: Readonly<Record<string, string | number>> }

interface Words { zh: [reason: string, remedy: string]; en: [reason: string, remedy: string] }

/** Reason and remedy by code; `{name}` stands for a parameter. */
export const plantProblemWords = {
  shape: { zh: ['{zh}', '按格式说明改正此处（npm run plant -- schema）'], en: ['{en}', 'mend it as the schema says (npm run plant -- schema)'] },
  id_taken: { zh: ['编号“{id}”已在 {first} 使用', '另取一个编号'], en: ['the id "{id}" stands already at {first}', 'choose another id'] },
  energy_station_unknown: { zh: ['没有能源站“{id}”', '写明 energy_stations 中的编号，或补上该能源站'], en: ['there is no energy station "{id}"', 'name one of energy_stations, or add it there'] },
  controller_unknown: { zh: ['没有控制器“{id}”', '写明 controllers 中的编号，或补上该控制器'], en: ['there is no controller "{id}"', 'name one of controllers, or add it there'] },
  loop_unknown: { zh: ['没有环路“{id}”', '写明 loops 中的编号'], en: ['there is no loop "{id}"', 'name one of loops'] },
  segment_unknown: { zh: ['没有区段“{id}”', '先导入路网，或在地图上查看区段编号'], en: ['there is no segment "{id}"', 'import the roads first, or read the id off the map'] },
  route_unknown: { zh: ['没有路线“{route}”', '先导入路网，或写明区段编号'], en: ['there is no route "{route}"', 'import the roads first, or name segments by id'] },
  asset_unknown: { zh: ['设施“{asset}”上没有路线“{route}”', '更正 asset_id 或 route'], en: ['the asset "{asset}" has no route "{route}"', 'correct asset_id or route'] },
  stake_reversed: { zh: ['起点桩号 {from} 不在终点桩号 {to} 之前', '交换两个桩号'], en: ['the stake {from} does not lie before {to}', 'exchange the two stakes'] },
  stake_outside: { zh: ['桩号 {stake} 不在路线“{route}”上，该路线为 {first} 至 {last}', '改用路线范围内的桩号'], en: ['the stake {stake} does not lie on the route "{route}", which runs from {first} to {last}', 'give a stake within the route'] },
  route_gap: { zh: ['路线“{route}”在 {from} 至 {to} 之间没有区段', '把该处分成两段，或补充导入道路'], en: ['the route "{route}" has no segments between {from} and {to}', 'give two stretches around it, or import the missing road'] },
  route_ambiguous: { zh: ['路线“{route}”的桩号 {stake} 处有多条道路（区段 {one} 与 {other}）', '写明 asset_id，或按区段编号填写'], en: ['several roads of the route "{route}" carry the stake {stake} (segments {one} and {other})', 'name the asset_id, or the segments by id'] },
  polygon_empty: { zh: ['多边形内没有道路', '检查坐标：先经度后纬度'], en: ['no road lies inside the polygon', 'check its positions: longitude comes first'] },
  claimed_twice: { zh: ['环路“{one}”与“{other}”（{first}）都占用区段“{segment}”的 {from} 至 {to}', '把该段只留给其中一个环路'], en: ['the loops "{one}" and "{other}" ({first}) both lie under the segment "{segment}" from {from} to {to}', 'give these metres to one of them'] },
  pavement_twice: { zh: ['区段“{segment}”的路面已在 {first} 说明', '只保留一处说明'], en: ['the pavement of the segment "{segment}" is told already at {first}', 'keep one of the two'] },
  index_taken: { zh: ['控制器“{controller}”的序号 {index} 已由 {first} 占用', '改用未占用的序号'], en: ['the index {index} of the controller "{controller}" is taken already by {first}', 'choose an index that is free'] },
  index_outside: { zh: ['寄存器映射“{map}”只有 {most} 个环路位置，序号 {index} 超出范围', '改用更小的序号，或另设控制器'], en: ['the register map "{map}" has places for {most} loops; {index} is not one of them', 'choose a smaller index, or another controller'] },
  address_taken: { zh: ['地址 {host}:{port}（单元 {unit}）已由 {first} 使用', '更正 host、port 或 unit_id'], en: ['the address {host}:{port}, unit {unit}, is taken already by {first}', 'correct host, port or unit_id'] },
  register_map_unknown: { zh: ['{protocol} 没有寄存器映射“{map}”；现有：{known}', '改用现有的映射，或先添加该映射文件'], en: ['there is no register map "{map}" for {protocol}; there are: {known}', 'name one of them, or add its file first'] },
  host_missing: { zh: ['控制器“{id}”缺少主机地址', '写明 host；仅 dryRun 可以省略'], en: ['the controller "{id}" has no host', 'give its host; only dryRun may leave it out'] },
  setpoints_reversed: { zh: ['{low} {min} °C 不低于 {high} {max} °C', '更正上下限'], en: ['{low} {min} °C does not lie below {high} {max} °C', 'correct the two limits'] },
  limits_reversed: { zh: ['供水下限 {min} °C 不低于上限 {max} °C（含默认值）', '更正 coldest_supply_c 或 hottest_supply_c'], en: ['the coldest supply {min} °C does not lie below the hottest {max} °C (defaults included)', 'correct coldest_supply_c or hottest_supply_c'] },
  station_far: { zh: ['测站“{id}”距区段“{segment}”{distance_m} 米', '更正位置或 segment_id；路外气象站的 segment_id 为 null'], en: ['the station "{id}" lies {distance_m} m from the segment "{segment}"', 'correct position or segment_id; a mast off the road has segment_id null'] },
  water_without_loop: { zh: ['测站“{id}”下没有环路，无法测量供回水', '去掉 water 组，或移到环路上方'], en: ['no loop lies under the station "{id}": there is no water to measure', 'leave the group water out, or place it over a loop'] },
  loop_busy: { zh: ['环路“{loop}”仍有指令 {commands}（{states}）', '先释放或取消这些指令，再应用'], en: ['the loop "{loop}" has commands {commands} ({states})', 'release or cancel them first, then apply'] },
} as const satisfies Record<string, Words>
export type PlantProblemCode = keyof typeof plantProblemWords

/** What is lawful, and yet to be known before it is applied. */
export const plantWarningWords = {
  no_address: { zh: ['控制器“{id}”没有端口：其环路保持离线，不能下达指令', '联网后写明 host 与 port'], en: ['the controller "{id}" has no port: its loops stay offline and cannot be commanded', 'give host and port when it is on the network'] },
  loop_without_places: { zh: ['环路“{id}”下没有区段', '写明 places'], en: ['the loop "{id}" lies under no segment', 'give its places'] },
  segment_cut: { zh: ['区段“{id}”将切为 {parts} 段，编号为 {id}~1 …', '无须处理；按编号引用区段的外部系统须知晓'], en: ['the segment "{id}" will be cut into {parts}, called {id}~1 ...', 'nothing to do; tell systems that know segments by id'] },
} as const satisfies Record<string, Words>
export interface PlantWarning { path: string; code: keyof typeof plantWarningWords; params: PlantProblem['params'] }

const fill = (text: string, params: PlantProblem['params']): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))

/** A problem or warning in both languages. */
export function plantWords({ code, params }: PlantProblem | PlantWarning): Record<'zh' | 'en', { reason: string; remedy: string }> {
  const words: Words = { ...plantProblemWords, ...plantWarningWords }[code]
  const said = ([reason, remedy]: [string, string]): { reason: string; remedy: string } => ({ reason: fill(reason, params), remedy: fill(remedy, params) })
  return { zh: said(words.zh), en: said(words.en) }
}
