/** Words of the plant: what stands on the roads, and the file that changes it. */
export const plantZhCn = {
  plant: {
    title: '装置配置', button: '装置', loading: '正在读取装置配置', reload: '重新读取', view: '查看', stands: '现行装置', versions: '历次版本', change: '变更',
    version: '第 {n} 版', no_version: '尚未应用过装置文件', before_versions: '所示为首个文件之前已有的装置。', nothing: '此城市还没有装置：请选择一个装置文件进行变更。', applied_at: '应用于', by: '应用人', why: '原因', no_reason: '未写原因', server: '服务器', local: '本机 {name}', sha: '文件 SHA-256', read_at: '读取于 {at}', stale: '停在 {at} 的读取，此后未更新',
    download: '下载现行文件', kinds: '类别', filter: '按编号或名称筛选', none_found: '没有匹配', shown_of: '显示前 {n} 项，共 {of} 项：请用筛选缩小范围。', none_of_kind: '没有这一类', detail: '详情',
    place_stretch: '{route} {from} – {to}', place_segment: '路段 {id}', place_polygon: '多边形，{n} 个顶点', place_stake: '{route} {stake}', place_position: '{lon}°E {lat}°N', survey: '测于 {frame} @ {epoch}（{from}），归算 ±{m} m', survey_unstated: '未说明测量框架', off_road: '路外', places: '位置', lies_under: '{n} 段 · {length}', no_segments: '不在任何路段下',
    heat: '供热 °C', cool: '制冷 °C', index: '序号', line: '通信', line_seen: '{age} 前应答', line_never: '从未应答', dry_run: '只记录，不下发', address: '地址', no_port: '无端口', unit: '单元 {n}', map: '寄存器映射', secrets: '密钥变量', limits: '限值', limit_said: '文件写明', limit_default: '默认（假定）', limits_said: '写明 {n} 项', limits_default: '全部默认', network_older: '路网尚未更新，段数与限值可能有出入。',
    sensors: '传感器', pavement: '路面', width: '宽度', layers: '分层', read_back: '回读点', standard: '标准点', position: '位置', groups: '标准组',
    choose_version: '选择一个版本，查看它改变了什么。', changed_by: '第 {n} 版改变了什么', first_version: '首个文件之前已有的装置，没有可比的前一版。', version_file: '下载此版文件', go_back: '准备退回此版', is_current: '现行', loading_version: '正在读取此版',
    step_file: '装置文件', drop: '把装置文件（JSON）拖到此处，或', choose: '选择文件', choose_other: '换一个文件', keep_going: '改好文件后再选一次即可；已写的原因不会丢。', not_json: '{name} 不是 JSON，没有读入：{why}', kept_before: '先前的 {name} 仍在。', file_of: '{name} · {size}', drop_draft: '放弃此文件', version_name: '第 {n} 版的文件',
    step_plan: '比对', compare: '比对', compare_again: '重新比对', comparing: '正在与现行装置比对', planned_against: '与第 {n} 版比对', planned_against_none: '与现有装置比对（尚无版本）', no_difference: '没有差异：现行装置已与文件一致，无需应用。', problems: '{n} 处问题：改正之前不能应用', warnings: '{n} 项须知', remedy: '处理', whole_file: '整个文件', in_file: '文件中：{value}', more_remarks: '另有 {n} 处未列出', stands_still: '先前的比对仍列在下方。',
    step_apply: '应用', reason: '原因', reason_hint: '为什么改；随版本与审计保存', apply: '应用为第 {n} 版', applying: '正在应用', apply_means: '全部应用或全不应用；退役的设备不删除，可以退回任一版本。应用前服务器会要求再次证明身份。', need_reason: '请先写明原因。',
    applied: '已应用为第 {n} 版', unchanged_outcome: '装置已与文件一致：仍是第 {n} 版，未产生新版本', see_stands: '查看现行装置', another: '再做一次变更', not_applied: '没有应用：', overtaken: '比对之后已应用了第 {n} 版。', overtaken_by: '比对之后，{who} 已于 {at} 应用了第 {n} 版（{why}）。', overtaken_means: '文件与原因都还在：请重新比对，看清与新版本的差异后再应用。',
    unanswered: '服务器无应答，不知道是否已应用。请看上方读取到的版本；再次应用不会重复：若已有新版本，服务器会拒绝。', offline: '离线：比对与应用须等连接恢复；文件与原因都会保留。',
    created: '新增', changed: '变更', removed: '退役', unchanged: '不变', field: '字段', before: '之前', after: '之后', empty: '无', more: '再显示 {n} 项', counts: '各类计数', kind: '类别',
  },
  plant_kind: { energyStation: '能源站', controller: '控制器', loop: '环路', station: '测站', sensor: '传感器', segment: '路段' },
  plant_list: { loops: '环路', controllers: '控制器', energy_stations: '能源站', stations: '测站', sensors: '单列传感器', pavements: '路面' },
  plant_service: { none: '无', heat: '供热', cool: '制冷', heatAndCool: '供热与制冷' },
  plant_group: { pavement: '路面', water: '水', weather: '气象' },
  plant_limit: {
    hottest_supply_c: '最高供水温度', coldest_supply_c: '最低供水温度', slab_ramp_k_per_h: '板体最大变温速率', slab_follows_per_h: '板体每小时跟随份额', supply_minus_slab_k: '供水与板体最大温差', condensation_margin_k: '防结露余量', freezing_margin_k: '防冻余量',
    brine_freezes_at_c: '载冷剂冰点', brine_margin_k: '载冷剂余量', compressor_min_on_s: '压缩机最短运行', compressor_min_off_s: '压缩机最短停机', compressor_starts_per_h: '压缩机每小时启动', reversal_dwell_s: '冷热切换间歇',
  },
  plant_field: {
    name: '名称', position: '位置', limits: '限值', energy_station_id: '能源站', protocol: '协议', host: '主机', port: '端口', unit_id: '单元', register_map: '寄存器映射', secret_variables: '密钥变量', controller_id: '控制器', index: '序号', service: '用途', safe_state: '安全状态',
    heat_min_c: '供热下限', heat_max_c: '供热上限', cool_min_c: '制冷下限', cool_max_c: '制冷上限', segment_id: '路段', station_id: '测站', loop_id: '环路', quantity: '量', depth_m: '深度', cadence_s: '周期', source: '来源', route: '路线', from_m: '起点', to_m: '终点', width_m: '宽度', pavement_type: '路面类型', layers: '分层', exposure: '暴露', assumed: '假定的字段',
  },
}
