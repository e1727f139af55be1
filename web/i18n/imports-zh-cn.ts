/** Words of imports: a file of roads on its way into the network, and taking it back. */
export const importsZhCn = {
  imports: {
    title: '导入路网', button: '导入', view: '查看', bring: '导入文件', stored: '已导入', loading: '正在读取导入记录', reload: '重新读取', read_at: '读取于 {at}', stale: '停在 {at} 的读取，此后未更新',
    demo: '这是演示，读数是虚构的：不接受导入。请启动自己的实例后再导入。', offline: '离线：发送、重读与入库须等连接恢复；文件、选项与回答都会保留。',
    step_file: '文件', drop: '把道路文件拖到此处，或', choose: '选择文件', choose_other: '换一个文件', formats: 'GeoJSON、GeoJSON 逐行、Shapefile（各部分一起选，或 zip）、GeoPackage、FlatGeobuf、OpenStreetMap PBF', give_up: '放弃此文件', file_of: '{name} · {size}', send_again: '再次发送', gone: '服务器已不再保存此文件（两小时后或重启后清除）。选项与回答仍在。', choose_again: '请再选一次该文件。',
    sending: '正在发送 {name}', sent_of: '{sent} / {of}', stop_sending: '取消发送', fault_several: '一次只导入一个文件；Shapefile 的各部分须同名。没有读入，先前的内容不变。', fault_no_shp: '缺少 .shp：请把 Shapefile 的各部分一起选。', not_sent: '没有发送。文件仍在，可再次发送。',
    waiting: '等待中的文件', waiting_note: '已发送、未入库；保留两小时。', resume: '继续',
    state_reading: '正在读取', state_asks: '有问题待回答', state_ready: '可以入库', state_refused: '不能入库', state_storing: '正在入库', state_stored: '已入库', state_failed: '服务器出错',
    step_waiting: '排队中', step_receiving: '正在接收', step_reading: '正在读取文件', step_checking: '正在检查并切分 {n} 个要素', step_stored: '已写入 {n} / {of} 段', look_lost: '服务器无应答；不知道进行到哪里，继续询问中。', refused_file: '此文件不能这样入库', refused_what: '换一个文件，或在下面改选项后重新读取。', stands_before: '下面是先前读取的结果。',
    questions: '{n} 个问题须先回答', answered_of: '已答 {n} / {of}', evidence: '依据（服务器原文）', other_crs: '另一参考系', crs_code: '参考系代码', crs_hint: '如 EPSG:4547', given: '已作的回答', take_back: '收回', said_crs: '参考系 {crs}',
    answer_as_is: '按文件原样，不改', answer_swapped: '是：对调两轴', answer_gcj02: '是：由 GCJ-02 还原', answer_bd09: '是：由 BD-09 还原', answer_crs: '参考系是 {code}',
    found: '识别结果', format: '格式', layer: '图层', layer_of: '{name}（{lines} 条线 / {features} 个要素）', layer_name: '图层名', by_itself: '自动', crs: '参考系', crs_unknown: '未知', said_by: '出处', you: '您指定', changed_crs: '调整', encoding: '文字编码', encoding_none: '无文字表', encoding_why: '判断依据', position_check: '位置核对', notes: '须知', overrides: '文件说错了？指定参考系、编码或图层', override_crs: '参考系（如 EPSG:4547）', override_encoding: '编码（如 gbk）',
    mapping: '字段对应', mapping_note: '左为本系统的列，右为文件的字段与示例值。', ours: '列', theirs: '文件的字段', examples: '示例值', none: '不取', more_columns: '其余各列', no_fields: '文件没有字段。', proposed: '自动识别',
    counts: '将导入', features: '要素', accepted: '接受', refused: '拒绝', segments: '路段', length: '总长', repaired: '修复几何', unread: '读不出的值', shown_share: '地图上画出其中 {share} % 的路段。', on_map: '在地图上看', fly: '地图移到预览', show_place: '在地图上看此处', refusals: '被拒绝的要素', more_examples: '另有 {n} 个未列出；报告中齐全', feature: '第 {n} 个要素', feature_id: '要素 {id}', no_place: '无可用位置', off_earth: '位置不在地球上', repairs: '修复的几何', unread_values: '读不出的值', unread_row: '{feature}，字段 {field}：{reason}', legend_lines: '预览', legend_refused: '被拒绝',
    how: '名称与切分', name: '导入名称', name_hint: '路段编号的前缀；留空则取文件名', name_wrong: '只可用字母、汉字、数字、- 与 _，最多 60 个', piece: '最长路段', piece_wrong: '10 至 1000 m', attribution: '数据署名', attribution_hint: '数据归功于谁；显示在地图下方', city_name: '城市名称', time_zone: '时区', city_note: '尚无城市：首次导入会建立一个。',
    reread: '按此重新读取', reread_note: '屏幕上的选项与回答尚未用于读取。', answer_first: '请先回答全部问题', commit: '入库 {n} 段', commit_means: '全部入库或全不入库；入库后可整批撤回。', storing: '正在入库', stored_now: '已入库：{n} 段', stored_number: '第 {n} 号导入', unanswered: '服务器无应答，不知道是否已开始。正在询问文件的状态。', another: '再导入一个', see_stored: '查看已导入', report: '下载报告',
    nothing: '还没有导入过。', number: '编号', at: '时间', file: '文件', undone: '已撤回', undone_by: '{at} 由 {who} 撤回', undo: '撤回', undo_ask: '撤回这 {n} 段？', undo_means: '整批删除，读数一并删除；报告保留。', undo_yes: '确认撤回', undo_no: '保留', undoing: '正在撤回', undo_done: '已撤回第 {id} 号导入：{n} 段', undo_unanswered: '服务器无应答，不知道是否已撤回。请看重新读取的列表。', stands: '其上还有', whole_city: '整城数据，不可撤回',
  },
  import_stands: { loop: '环路', station: '测站', sensor: '传感器', runway_use: '跑道使用声明', surface: '装置文件写明的路面' },
  import_finding: { crs_unknown: '坐标是什么参考系？', metres_as_degrees: '坐标是什么参考系？', axes_swapped: '两轴对调了吗？', shifted_datum: '坐标偏移过吗？', wrong_zone: '是别的分带吗？', zone_conflict: '是哪一个分带？', foreign_datum: '能否用测绘部门的参数转换？若不能，可否带此误差接受？', far_away: '道路确实在这里吗？' },
  import_evidence: {
    crs_unknown: '文件没有说明坐标的参考系；首个坐标为 {first_x}, {first_y}。', metres_as_degrees: '文件说是度，而坐标不可能是度；首个坐标为 {first_x}, {first_y}。', axes_swapped: '坐标像是先纬度（或北坐标）后经度；首个坐标为 {first_x}, {first_y}。', swapped_better: '对调两轴后，落在已知道路上的线由 {given_percent} % 变为 {better_percent} %。',
    shifted_datum: '还原 {reading} 会把线移动 {offset_m} m；之后落在已知道路上的线由 {given_percent} % 变为 {better_percent} %。', shifted_by_name: '还原 {reading} 会把线移动 {offset_m} m；之后与同名道路的距离（中位）由 {given_m} m 变为 {better_m} m。', wrong_zone: '坐标不在所说分带（中央经线 {meridian_deg}°）之内；首个坐标为 {first_x}, {first_y}。', zone_better: '按 {reading} 读取，落在已知道路上的线由 {given_percent} % 变为 {better_percent} %。', zone_conflict: '文件说是第 {said_zone} 带，而东坐标以 {found_zone} 开头。', foreign_datum: '坐标属 {datum}，与 CGCS2000 的转换没有公开：原样使用会偏几十米，最多约 100 m。', far_away: '最近的现有道路在 {distance_km} km 之外（文件起于 {lon}, {lat}）。',
  },
  import_refusal: {
    not_a_feature: '不是要素', no_geometry: '没有几何', not_a_line: '几何不是线', bad_coordinates: '坐标不是数，或不足两点', axes_swapped: '坐标像是对调了', out_of_range: '坐标超出经纬度范围', antimeridian: '跨 180° 经线', too_short: '短于 1 m', too_long: '长于 200 km', closed_area: '是面的闭合边线', not_for_vehicles: '不通车，或未建成', unknown_kind: '种类不认识', bad_text: '文字无法保存',
  },
  import_column: {
    id: '编号', name: '名称', name_en: '英文名', ref: '路线', kind: '种类', highway: '道路等级', aeroway: '机场设施', bridge: '桥', tunnel: '隧道', width_m: '宽度 m', lanes: '车道数', pavement_type: '路面类型', surface: '路面材料', layers: '分层', sky_view_fraction: '天空可见率', surface_temperature_c: '路面温度 °C', measured_at: '测量时刻',
  },
  remedy: { import_full: '请先入库或放弃其中一个。', import_stands: '请先用装置文件移除它们。', import_no_draft: '未入库的文件只保留两小时。', body_too_large: '请按区域切分。', import_not_ready: '请先回答问题，或看它为何被拒绝。' },
}
