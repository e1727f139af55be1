/** Words of approvals, groups, slots, locks, stop and interlocks. */
export const controlZhCn = {
  approvals: {
    title: '待复核', button: '复核 {n}', loading: '正在读取', empty: '没有等待复核的指令', rest: '剩 {rest}', asked_by: '提出', loops: '环路', reason: '原因', payload: '内容指纹', lease: '租约 {lease}', note: '说明（可不填）', decline: '不同意', approve: '按住 2 s 授权',
    mine: '由你提出，须由另一账户复核。', may_not: '你不能复核：{why}', means: '授权只对所示内容有效；提出人与复核人须为两个账户。授权后联锁在下发前再判一次。',
  },
  approvals_why: { same_person: '这是你提出的', same_session: '与提出者同一会话', role: '角色无复核权', scope: '不在你的管辖范围' },
  group: {
    waiting: '等待人员', under_way: '进行中', unknown: '有未知', complete: '全部完成', partial: '部分完成', none: '无一完成', of_loops: '{n}/{all} 环路', refused: '{n} 未受理', awaits_approval: '待第二人授权 · 剩 {rest}', approved: '{by} 已授权', declined: '{by} 不同意', lapsed: '限时内无人授权',
    operate_until: '预留剩 {rest}', operate: '按住 2 s 执行', cancel: '撤回',
  },
  slots: {
    title: '优先级', all: '全部 16 级', fewer: '只看常用', loading: '正在读取优先级', free_use: '备用', below: '在位待命', control_local: '就地', control_off: '已切除', control_unknown: '控制器无应答，控制权未知',
    manual_life_safety: '就地急停', automatic_life_safety: '联锁跳闸', critical_equipment: '设备保护', minimum_on_off: '最短启停', operator: '人工', strategy: '策略', optimiser: '优化器',
  },
  locks: {
    kind: '锁定种类', incident: '事件锁', testing: '测试锁', maintenance: '检修锁', incident_long: '事件 30 min', testing_long: '测试 5 min', maintenance_long: '检修 至解除', reason: '锁定原因', place: '锁定此环路', end: '解除', until_ended: '至解除为止', rest: '剩 {rest}',
  },
  stop: {
    word: '停止', title: '全部停止', loop: '环路 {name}', station: '热泵站 {name}', zone: '区域 {name}', hold: '按住 2 s 停止', requested: '已向 {n} 个环路请求停止，以回读为准', unanswered: '服务器无应答，不知道是否已受理。再按一次不会重复执行；紧急时用就地停止。',
    means: '释放所选环路的全部远方优先级，控制器转入本地自动。锁定、待复核与未知的指令都不能阻止停止。', local: '无法到达控制器时只有就地停止有效；以下方回读为准。',
  },
  interlocks: { title: '联锁', refuse: '{n} 受阻', warn: '{n} 须知悉', pass: '{n} 通过', is_refuse: '受阻', is_warn: '须知悉', is_pass: '通过', unavailable: '联锁现在无法预判：{reason}' },
  runway: {
    title: '跑道使用', in_use: '在用', not_in_use: '未使用', unknown: '未知', declare: '申报', loading: '正在读取', source: '来源 {source} · {age} 前', rest: '剩 {rest}', expired: '已失效', unknown_means: '没有人说明跑道是否在用：指令一律受阻。请机场运行人员申报。', reference: '依据（塔台通报、NOTAM 编号）', expires: '有效期',
  },
  proof: { title: '再次证明身份', means: '这一步需要最近 5 分钟内的身份证明。证明后请再做一次。', password_or_code: '密码或验证码', prove: '证明' },
}
