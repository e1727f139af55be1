/** 机场平板的文字；键与 airport-en.ts 一致。 */
export const airportZhCn = {
  airport: {
    title: '跑道状况', to_day: '日间', to_night: '夜间', language: 'EN', sign_in: '登录', loading: '正在读取跑道', no_airport: '本市没有 {id} 的跑道', choose: '跑道', clock_waiting: '等待时钟',
    surface: '路表', contaminant: '污染物', code: 'RWYCC', predicted: '预计', third_1: '首段 1/3', third_2: '中段 2/3', third_3: '末段 3/3', short_1: '首段', short_2: '中段', short_3: '末段',
    ago: '{age} 前', heated: '供热 {share}%', unheated: '无供热', part_unknown: '{length} m 未知', warmest: '最高 {value}', model_only: '模型',
    now: '现在', on_the_way: '融化途中', after: '融化后', by: '{by} · {age} 前', nobody: '无人观测', lowered_by_assessor: '评定 {code}', reported: '报告 {code}', depth: '{mm} mm', depth_unknown: '厚度未测', below_ten: '< 10%',
    may_melt: '可能在融化', may_freeze: '可能已结冰', no_melt: '无供热',
    lowers: '{third}融化途中降到 {code}（{contaminant}）', lowers_now: '现在 {code}；塔台关闭跑道后再开始', dropped: '{third}现在可能是 {code}（{contaminant}），报告为 {reported}', dropped_do: '请再看一次并报告', nothing_lowers: '融化不会降低代码', lowers_unknown: '三段报告之前，融化的影响未知',
    standing: '报告于 {age} 前', standing_oldest: '最早的一段', standing_none: '还没有报告', offline: '离线', offline_data: '数据 {at}，{age} 前', offline_never: '还没有应答', offline_means: '数值在变旧，现在不能报告', stored: '报告已存，{at}', report: '报告道面', snowtam: 'SNOWTAM 草稿', sign_in_to_report: '以机场除冰或运行人员登录后可报告', may_not_report: '你的角色不能在此报告', back: '返回',
    entry: '报告道面', entry_untouched: '未看', entry_touched: '将报告', entry_same: '与之前相同', entry_copy: '三段都这样', coverage: '覆盖', depth_title: '厚度', depth_none: '未测', depth_not_here: '此类不报厚度', coverage_dry: '干：无覆盖', assessor: '下调代码', assessor_by_matrix: '按矩阵', less: '少', more: '多', lower: '下调', matrix: '代码',
    hold_send: '按住 2 s 报告', holding: '继续按住', send_which: '{thirds}', send_none: '先选你看到的', sending: '正在发送', lost: '无应答：是否已存未知。再按住一次，只会存一份。', moved: '{by} 在 {age} 前已报告。对照后点“已读”。', moved_nameless: '已有人报告。对照后点“已读”。', take_as_read: '已读',
    draft: 'SNOWTAM 草稿', draft_note: '由报告得出的草稿，没有发出。编号由航行情报部门给。', draft_valid: '最长有效至 {at}', draft_none: '没有草稿', draft_why: '{third}：{why}', draft_no_name: '路网没有写明机场和跑道号', copy: '复制', copied: '已复制', copy_failed: '未能复制：请选中文字',
  },
  contaminant: {
    DRY: '干', FROST: '霜', WET: '湿', SLIPPERY_WET: '湿滑', STANDING_WATER: '积水', SLUSH: '雪浆', DRY_SNOW: '干雪', WET_SNOW: '湿雪', COMPACTED_SNOW: '压实雪', ICE: '冰', WET_ICE: '湿冰',
    DRY_SNOW_ON_COMPACTED_SNOW: '压实雪上干雪', WET_SNOW_ON_COMPACTED_SNOW: '压实雪上湿雪', WATER_ON_COMPACTED_SNOW: '压实雪上有水', DRY_SNOW_ON_ICE: '冰上干雪', WET_SNOW_ON_ICE: '冰上湿雪',
  },
  rwycc_reason: { not_observed: '未报告', observation_old: '报告已过期', depth_missing: '厚度未测', temperature_missing: '温度未知' },
  observation_fault: { dry_with_coverage: '干没有覆盖', depth_not_for_this: '此类不报厚度', depth_out_of_range: '没有这样的厚度', water_is_wet: '3 mm 以下的水是湿', code_raised: '代码只能下调' },
  problem: { runway_observation_impossible: '道面不可能是这样', runway_observation_time: '观测有效 {most_h} h；这条更早，或在将来', runway_client_id_reused: '此表已用于另一次报告；请重新打开', runway_observation_moved: '已有人报告' },
}
