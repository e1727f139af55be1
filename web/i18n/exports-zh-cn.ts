/** 导出：把路段与读数带走。 */
export const exportsZhCn = {
  exports: {
    title: '导出数据', open: '导出数据', open_works: '正在生成文件', open_ready: '{n} 个文件可下载',
    what: '范围', all: '全部路段（{n} 段）', zone: '区域', no_zone: '还没有保存的区域', asset: '所选设施：{name}（{n} 段）', segment: '所选路段 {id}', select_hint: '在地图上选中路段，即可只导出它或它所属的设施。',
    when: '时间', when_now: '现在', when_moment: '某一时刻', when_period: '一段时间', moment: '时刻（{offset}）', moment_past: '取自当时及以前的读数；跟随时间条。', moment_ahead: '取自现在已知的预报：均值、第 10 与第 90 百分位、路面状况；跟随时间条。', from: '起（含，{offset}）', to: '止（不含，{offset}）', period_note: '一段时间内的全部读数，按存储原样，CSV（zip）；最长 31 天。',
    format: '格式与坐标', format_geojson: 'GeoJSON', format_jsonfg: 'JSON-FG', format_csv: 'CSV（zip）', format_geopackage: 'GeoPackage', format_flatgeobuf: 'FlatGeobuf', format_shapefile: 'Shapefile（zip）',
    crs: '坐标参考系', crs84: 'CRS84 · 经度、纬度', crs4490: 'EPSG:4490 · CGCS2000 经纬度', gk_zone: '{width}° 带第 {zone} 带，带号在前（{meridian}°E）', gk_cm: '{width}° 带中央经线 {meridian}°E，无带号', frame: '存储坐标为 CGCS2000，历元 2000.0。文件内写明坐标框架、历元、时刻、来源与许可。',
    encoding: '文字编码', encoding_note: '旧软件多用 GBK；字段名限十个字符，附对照表。',
    lacks_zone: '请选择区域', lacks_at: '请填写有效的时刻', lacks_period: '止须晚于起', lacks_long_period: '最长 31 天：请分段导出', lacks_future: '起点尚未到来：未来只有预报', lacks_too_many: '路段太多，不能逐一指名：请存为区域，或选文件格式', by_link: '直接下载，边读边写', by_job: '先在服务器上生成，再下载', make: '生成文件', fetch: '下载', offline: '离线：导出须等连接恢复。',
    jobs: '文件', jobs_note: '请求后保留两小时，每人最近四个', state_waiting: '排队中', state_writing: '正在写入', state_ready: '可下载', state_failed: '失败', state_gone: '已清除', kind_now: '实况', kind_history: '回看', kind_forecast: '预报', rows: '{n} 段', progress: '{file} 的进度', cancel: '取消', remove: '移除', failed: '服务器写入失败，日志有原因；请重新生成。', gone: '服务器已不再保存（两小时后、重启后或被较新的文件取代）。请重新生成。', lost: '服务器无应答，不知道进行到哪里；继续询问中。',
  },
}
