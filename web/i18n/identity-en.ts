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
      ends_in: 'Signed out at {at} if nothing is done', ends_at_latest: 'at the latest at {at}', scope: 'Commands reach', everywhere: 'every asset', bounded: '{zones} zones, {assets} assets',
    },
  },
  problem: {
    access_sign_in: 'Sign in first', access_wait: 'Too many failed attempts; try again in {wait_s} s', access_wrong_password: 'Name, password or code is wrong', access_foreign_origin: 'Refused: the request came from another site',
    access_role: 'Your role ({role}) may not do this', access_change_password: 'Change your password first', access_proof_needed: 'Prove again who you are', access_wrong_proof: 'The password or code is wrong',
    access_second_factor_expired: 'Too late: begin with your password again', access_unavailable: 'The database does not answer, so who you are cannot be looked up',
  },
}
