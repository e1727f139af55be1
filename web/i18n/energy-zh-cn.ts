/** 能源：供给路面与取自路面的热。 */
export const energyZhCn = {
  energy: {
    title: '能源站', button: '路面热量', gives: '供 {power}', takes: '取 {power}', span: '时段', span_24: '24 h', span_168: '7 天', span_744: '31 天', all: '全部 {n} 座能源站', now_at: '现在 {at}', back: '回看 {at}', ahead: '未来没有热量读数；时段止于现在', loading: '正在汇总读数',
    into: '供入路面', out: '取自路面', known: '有读数的时间', cop: 'COP', co2: 'CO₂', chart_note: '正为供入路面，负为取自路面；一步内有读数的时间不足一半则断开', station: '能源站', into_now: '现供热', out_now: '现取热', heard: '有读数环路', supply: '供水 °C', return: '回水 °C',
    source: '由各环路控制器的热功率读数（良好）积分；没有读数的时间不计入、不推算。供回水为泵在运转的环路的最低与最高值。热泵电功率与地埋孔温度未计量，因此 COP 与 CO₂（及其电网因子）未知。',
  },
}
