/** Words of signing in, accounts and rights, beside the others. */
export const identityZhCn = {
  words: {
    role: {
      viewer: '查看', analyst: '分析员', operator: '操作员', airportCrew: '机场除冰班组', airportOperations: '机场运行', engineer: '工程师',
      systemAdministrator: '系统管理员', securityAdministrator: '安全管理员', auditor: '审计员',
    },
    session: {
      title: '登录', sign_in: '登录', sign_out: '退出登录', name: '用户名', password: '密码', signed_in_as: '当前：{name}（{role}）',
      demo_accounts: '演示账户（密码均为 {password}）', ended: '会话已结束，请重新登录', needed: '此站点需登录后查看',
      no_operator: '还没有可下指令的账户。在服务器上运行 npm run admin -- create 创建第一个管理员。',
      code: '验证码', code_hint: '密码正确。请输入验证器上的 6 位数字，或一个备用码。', send_code: '继续',
      change_password: '修改密码', current_password: '现密码', new_password: '新密码', new_password_again: '再输一次新密码', password_rule: '至少 12 个字符，不含姓名，不是常见密码。', not_the_same: '两次输入不同', password_changed: '密码已修改，其他会话已退出',
      must_change: '此密码由管理员给出，修改后才能操作。', second_factor: '验证器', second_factor_begin: '设置验证器', second_factor_remove: '移除验证器', second_factor_scan: '将此密钥输入验证器应用：', second_factor_open: '在本机的验证器中打开',
      backup_codes: '备用码，各用一次，请抄下，仅显示这一次：', second_factor_verify: '启用',
      ends_in: '闲置至 {at} 自动退出', ends_at_latest: '最迟 {at} 退出', scope: '指令范围', everywhere: '全部设施', bounded: '{zones} 个分区、{assets} 个设施',
    },
  },
  problem: {
    access_sign_in: '需要登录', access_wait: '失败次数过多，请 {wait_s} s 后再试', access_wrong_password: '用户名、密码或验证码不对', access_foreign_origin: '请求来自其他网站，已拒绝',
    access_role: '您的角色（{role}）无权执行此操作', access_change_password: '请先修改密码', access_proof_needed: '请先再次证明身份', access_wrong_proof: '密码或验证码不对',
    zone_in_scope: '此分区限定着 {accounts} 个账户的指令范围，请安全管理员先将其移出',
    account_name: '用户名须为 2 至 40 个字母、数字或 . _ -', account_name_taken: '用户名或邮箱已被使用', account_not_found: '没有此账户', account_own_account: '不能对自己的账户执行此操作',
    account_last_administrator: '每类管理员至少保留一个', account_same_password: '新密码与现密码相同', account_wrong_password: '现密码不对',
    account_password_too_short: '密码至少 12 个字符', account_password_too_long: '密码过长', account_password_contains_name: '密码不能包含姓名或用户名', account_password_common: '密码太常见，容易被猜中', account_password_too_uniform: '密码的字符过于单一',
    account_second_factor_set: '已设置验证器', account_no_second_factor: '未设置验证器',
    audit_no_records: '没有这些编号的记录', audit_unavailable: '审计暂时无法写入；未记录前不交出任何数据',
    access_second_factor_expired: '登录已超时，请重新输入密码', access_unavailable: '数据库无应答，暂时无法核实身份',
  },
}
