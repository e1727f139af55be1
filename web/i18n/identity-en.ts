/** Words of signing in, accounts and rights, beside the others. */
export const identityEn = {
  words: {
    role: {
      viewer: 'Viewer', analyst: 'Analyst', operator: 'Operator', airportCrew: 'Airport crew', airportOperations: 'Airport operations', engineer: 'Engineer',
      systemAdministrator: 'System administrator', securityAdministrator: 'Security administrator', auditor: 'Auditor',
    },
    session: {
      title: 'Sign in', sign_in: 'Sign in', sign_out: 'Sign out', name: 'User name', password: 'Password', signed_in_as: 'Signed in: {name} ({role})',
      demo_accounts: 'Demo accounts (password of each: {password})', ended: 'The session is over; sign in again', needed: 'This site is shown after signing in',
      no_operator: 'No account may give commands yet. Run npm run admin -- create on the server to make the first administrator.',
      code: 'Code', code_hint: 'The password is right. Type the 6 digits of your authenticator, or a backup code.', send_code: 'Continue',
      change_password: 'Change password', current_password: 'Present password', new_password: 'New password', new_password_again: 'New password again', password_rule: 'At least 12 characters, without your name, nothing that is guessed first.', not_the_same: 'The two differ', password_changed: 'Changed; your other sessions have ended',
      must_change: 'An administrator gave you this password: nothing can be done before you change it.', second_factor: 'Authenticator', second_factor_begin: 'Set up an authenticator', second_factor_remove: 'Remove the authenticator', second_factor_scan: 'Type this secret into your authenticator:', second_factor_open: 'Open it in an authenticator on this device',
      backup_codes: 'Backup codes, each for one use; write them down, they are shown this once:', second_factor_verify: 'Put in force',
      ends_in: 'Signed out at {at} if nothing is done', ends_at_latest: 'at the latest at {at}', scope: 'Commands reach', everywhere: 'every asset', bounded: '{zones} zones, {assets} assets',
    },
  },
  problem: {
    access_sign_in: 'Sign in first', access_wait: 'Too many failed attempts; try again in {wait_s} s', access_wrong_password: 'Name, password or code is wrong', access_foreign_origin: 'Refused: the request came from another site',
    access_role: 'Your role ({role}) may not do this', access_change_password: 'Change your password first', access_proof_needed: 'Prove again who you are', access_wrong_proof: 'The password or code is wrong',
    zone_in_scope: 'The zone bounds what {accounts} accounts may command; a security administrator takes it out first',
    account_name: 'A user name wants 2 to 40 letters, digits or . _ -', account_name_taken: 'The user name or e-mail address is taken', account_not_found: 'No such account', account_own_account: 'Nobody does this to their own account',
    account_last_administrator: 'One administrator of each kind must be left', account_same_password: 'That is the present password', account_wrong_password: 'The present password is wrong',
    account_password_too_short: 'A password wants at least 12 characters', account_password_too_long: 'The password is too long', account_password_contains_name: 'The password must not contain a name', account_password_common: 'The password is among those guessed first', account_password_too_uniform: 'The password has too few different characters',
    account_second_factor_set: 'A second factor is set up already', account_no_second_factor: 'No second factor is set up',
    audit_no_records: 'There are no records with these numbers', audit_unavailable: 'The audit cannot be written now: nothing is handed out without it',
    access_second_factor_expired: 'Too late: begin with your password again', access_unavailable: 'The database does not answer, so who you are cannot be looked up',
  },
}
