/** 位置、读数与量测。 */
export const measureZhCn = {
  place: {
    coordinates: '坐标', pointed: '图上一点', station: '测站', how_stake: '按路线与桩号', how_pointed: '在图上点取', read_as: '按 {system} 读，{order}',
    order_lat_lon: '纬度在前', order_lon_lat: '经度在前', order_northing_easting: '北坐标在前', order_easting_northing: '东坐标在前', order_geocentric: '地心坐标', assumed_order: '两种次序都成立', assumed_zone: '未写带号，取城市所在 3° 带',
    fault_system: '不识此坐标系代码', fault_numbers: '数字的个数与此坐标系不符', fault_range: '不在地球上', fault_zone: '缺带号，也不知取哪一带', fault_outside: '不在所写的带内',
    stake_route: '路网没有路线“{said}”', stake_routes: '以此开头的路线太多：{said} …', stake_unnamed: '请在桩号前写路线，如 {said}', stake_line: '路网不分 {said} 线：去掉字母', no_stake: '没有 {stake}；有 {covered}', no_stakes: '没有 {stake}，此路线没有桩号', asking: '正在查桩号',
    nearest: '最近路段', none_near: '5 km 内没有路段', on: '在路段上', left: '路左 {m} m', right: '路右 {m} m', select: '选中该路段', close: '取消标记', copy: '复制坐标', copied: '已复制', not_copied: '浏览器不许复制', measure: '从此量测',
  },
  readout: {
    system: '坐标系', cgcs2000: 'CGCS2000', crs84: 'CRS84', gauss_kruger: '高斯-克吕格 3° 带', gcj02: 'GCJ-02（仅供显示）', display_only: '仅供显示', no_zone: '此处不在中国的 3° 带内', meridian: '中央经线 {deg}°E',
    of_cursor: '光标', of_place: '标记', of_selected: '选中', of_city: '城市中心', hint: '光标在图上时按 Ctrl+C 复制，右键标记一点',
    note_cgcs2000: 'CGCS2000，历元 2000.0；纬度在前', note_crs84: '经度在前；按 EPSG 与 CGCS2000 视为同一，当前历元的 WGS 84 与之差可近 1 m', note_gauss_kruger: 'CGCS2000 高斯-克吕格 3° 带，东坐标不带带号；北坐标在前', note_gcj02: '公开网图的偏移坐标，仅供对照显示，不可存储或上报',
  },
  measure: {
    title: '量测', start: '量测（M）', tool: '量什么', length: '长度', area: '面积', buffer: '缓冲', nearest: '最近', units: '单位', radius: '缓冲半径', radius_less: '减小', radius_more: '增大', radius_wrong: '1 到 20,000 m',
    hint_length: '点取折线各点；再点末点或 Enter 完成', hint_area: '点取边界各点；点回起点或 Enter 完成', hint_buffer: '点一处，或点取折线；再点末点或 Enter 完成', hint_nearest: '点一处，看最近的路段', hint_done: '拖动顶点可改；再点图上开始下一次', hint_keys: 'M 重新开始 · 退格撤一点 · Esc 结束 · 方向键移图，空格在图中心取点',
    total: '全长', last_leg: '末段 {m}', to_cursor: '到光标 {m}', perimeter: '周长', area_of: '面积', crosses: '边线相交：没有可以说的面积', need_corners: '还差 {n} 点', too_wide: '图形太大，不能量', ellipsoid: 'CGCS2000 椭球大地线',
    in_buffer: '缓冲内路段', in_buffer_count: '{n} 段', in_buffer_length: '全长合计 {length}', in_buffer_note: '凡有一部分在内即计；合计为路段全长', nothing_in_buffer: '没有路段', buffer_none: '先点一处',
    undo: '撤一点', finish: '完成', clear: '清除', at_centre: '中心取点', end: '结束量测', corner: '第 {n} 点', corners: '{n} 点',
  },
}
