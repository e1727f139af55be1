/** Words of accounts and of the audit. */
export const adminZhCn = {
  accounts: {
    title: '账户', reload: '重新读取', button: '账户', loading: '正在读取账户', empty: '没有账户', none_found: '没有匹配的账户', count: '{n} 个账户', filter: '按姓名、用户名或角色筛选', as_of: '截至 {at}', stale: '列表停在 {at}，此后未更新', choose: '选择一个账户，查看详情。',
    name: '姓名', id: '用户名', email: '邮箱', email_optional: '邮箱（可不填）', shown_name: '显示姓名（可不填）', role: '角色', scope: '指令范围', second_factor: '验证器', state: '状态', created: '创建于', wall: '{at}（实际时间）', no_things: '没有', last_sign_in: '上次登录', not_kept: '未记录，见审计', on: '已设', off: '未设',
    open: '正常', closed: '已停用', locked: '锁定至 {at}', must_change: '须改密码', everywhere: '全部设施', nowhere: '无', bounded: '{zones} 分区 · {assets} 设施', may: '可以', own: '这是您自己的账户，须由另一位管理员更改。', read_only: '您的角色只能查看账户。',
    new: '新建账户', new_means: '新账户只能查看、没有指令范围；角色与范围由安全管理员授予。', make: '创建', told: '{id} 的一次性密码', told_means: '仅显示这一次，首次登录须修改。请当面或以安全方式交给本人。', told_ack: '已抄下', told_first: '请先抄下密码，再点“已抄下”。', copy: '复制', copied: '已复制',
    grant: '授予角色与范围', grant_means: '{id} 的全部会话立即结束，须重新登录。', bound: '限定', zones: '分区', assets: '设施', find: '查找分区或设施', no_match: '没有匹配', nothing_chosen: '未选任何分区或设施：此账户不能指挥任何环路。', no_command: '此角色不下指令，范围不起作用。', unknown_thing: '{id}（已不存在）',
    close: '停用账户', close_means: '{id} 立即退出，不能再登录；账户保留，可重新启用。', reopen: '重新启用', reopen_means: '{id} 可再次登录，角色与范围不变。', unlock: '解除锁定', unlock_means: '失败次数清零，{id} 可立即重试。',
    reset_password: '重置密码', reset_password_means: '生成一次性密码；{id} 的全部会话立即结束。', reset_second_factor: '移除验证器', reset_second_factor_means: '{id} 丢失验证器时使用：此后仅凭密码登录，全部会话立即结束。请先核实本人。', end_sessions: '结束全部会话', end_sessions_means: '{id} 在所有屏幕上立即退出。',
    reason: '原因', done_create: '已创建 {id}', done_grant: '已授予 {id}', done_close: '已停用 {id}', done_reopen: '已启用 {id}', done_unlock: '已解除 {id} 的锁定', done_reset_password: '已重置 {id} 的密码', done_reset_second_factor: '已移除 {id} 的验证器', done_end_sessions: '已结束 {id} 的会话',
    unanswered: '服务器无应答，不知道是否已执行。请看下方重新读取的列表；若密码已重置或账户已创建而未显示密码，请再重置一次。',
  },
  action: {
    read: '查看', export: '导出数据', zone_edit: '编辑分区', command_give: '下发指令', command_cancel: '撤回指令', command_readBack: '请求回读', command_stop: '停止', command_approve: '复核', command_runway: '跑道指令', lock_place: '锁定环路', runway_declare: '申报跑道使用', runway_observe: '报告跑道状况',
    network_import: '导入路网', plant_configure: '配置装置', device_manage: '管理设备', account_manage: '新建与停用账户', account_authorise: '授予角色与范围', audit_read: '查看审计', audit_export: '取走证据',
  },
  remedy: {
    account_name: '请换一个用户名。', account_name_taken: '请换一个用户名或邮箱；停用的账户也占用名字。', account_not_found: '请重新读取列表。', account_own_account: '请另一位管理员操作。', account_last_administrator: '请先另设一个同类管理员。', account_no_second_factor: '无需操作。', access_role: '请有此权限的管理员操作。', access_proof_needed: '证明后请再点一次。',
    request_invalid: '请改正所列各项。', network: '请检查网络后重试。', timeout: '请稍后重试。', audit_no_records: '请改小起始编号。', audit_unavailable: '请稍后重试。', server_failed: '请稍后重试，仍不行请联系维护人员。', plant_changed: '请重新比对后再应用。', plant_busy: '请等这些环路的指令结束。', plant_faulty: '请改正所列各项后再比对。',
  },
  audit: {
    title: '审计', button: '审计', loading: '正在读取记录', empty: '还没有记录', none_found: '没有符合条件的记录', chain: '链', unverified: '未验证', verifying: '正在从头核对', verify: '验证整条链', whole: '完整', not_whole: '不完整', records: '{n} 条', head: '链头 #{seq}', verified_at: '核对于 {at}（用时 {took}）',
    broken: '自 #{seq} 起不成立：{fault}', notes_agree: '与 {n} 个链头记录一致', notes_cut: '链尾被截：曾记到 #{seq}', notes_replaced: '链被改写：#{seq} 与当时的记录不同', notes_missing: '没有链头记录，无法排除截尾或整条改写', note_faults: '链头记录有 {n} 行损坏', whole_means: '验证会逐条核对：与前一条、与库外的链头记录是否相符。',
    evidence: '证据包', evidence_from: '自编号', evidence_to: '至编号', evidence_to_head: '链头', evidence_take: '取走', evidence_taking: '正在读取', evidence_taken: '已取走 {n} 条（#{from} – #{to}），{size}，首尾完整', evidence_torn: '文件没有读完，不能作为证据；请重取', evidence_means: '每次取走本身也记入审计；文件可用 docs/verify-evidence.mjs 离线核对。',
    actor: '何人', event: '事件', subject: '对象', from: '自', to: '至', apply: '查询', clear: '清除', event_any: '全部', newest: '最新', older: '更早', newer: '较新', page_of: '#{first} – #{last}', read_at: '读取于 {at}', filtered: '已筛选',
    number: '编号', time: '城市时间', who: '何人', what: '事件', why: '原因', detail: '详情', utc: 'UTC', role: '角色', second_person: '第二人', address: '地址', nobody: '未登录者', server: '服务器', local: '本机 {name}', none: '无', absent: '未记录', before: '之前', after: '之后', value: '记录的值', member: '项', seen: '当时屏幕所示', hash: '哈希 SM3', prev_hash: '前一条', unchanged: '另有 {n} 项未变', only_actor: '只看此人', only_subject: '只看此对象', bad_time: '时间不成立',
  },
  audit_event: {
    session: '会话', session_signIn: '登录', session_signOut: '退出', session_refused: '登录被拒', session_locked: '登录锁定', access: '越权', access_denied: '无权被拒', account: '账户', account_create: '新建账户', account_close: '停用账户', account_reopen: '启用账户', account_authorise: '授予角色与范围', account_unlock: '解除锁定', account_resetPassword: '重置密码', account_resetSecondFactor: '移除他人验证器', account_endSessions: '结束会话',
    account_changePassword: '修改密码', account_beginSecondFactor: '开始设置验证器', account_setSecondFactor: '启用验证器', account_removeSecondFactor: '移除验证器', account_refused: '账户更改被拒绝', account_renewBackupCodes: '更换备用码', zone: '区域', zone_create: '新建区域', zone_update: '更改区域', zone_delete: '删除区域', export: '取走数据', export_take: '取走数据', network: '路网', network_import: '导入路网', network_undoImport: '撤销导入', plant: '装置', plant_apply: '应用装置文件',
    command: '指令', command_of: '指令：{state}', command_noted: '指令备注', lock: '锁定', lock_place: '锁定环路', lock_end: '解除锁定', runway: '跑道', runway_declare: '申报跑道使用', runway_observe: '报告跑道状况', controller: '控制器', controller_lost: '控制器失联', controller_regained: '控制器恢复', backup: '备份', backup_restore: '恢复备份', backup_take: '取走备份', device: '设备', device_add: '接入设备', device_remove: '撤销设备',
  },
  audit_subject: { account: '账户', path: '路径', zone: '区域', command: '指令', lock: '锁定', export: '导出', runway: '跑道', controller: '控制器', network: '路网', plant: '装置', device: '设备', loop: '环路', backup: '备份', group: '指令组' },
  chain_fault: { number_missing: '缺号', follows_another: '与前一条不相接', hash_differs: '内容与哈希不符', body_unreadable: '内容无法读出', columns_differ: '各列与内容不符' },
}
