/**
 * Words that guessers try first, in lower case, without digits and signs around them. Own short list: habits of the keyboard, of both languages and
 * of this trade. A password is judged by what is left of it without digits and signs.
 */
export const commonPasswords: ReadonlySet<string> = new Set([
  'password', 'passwort', 'passphrase', 'passwordpassword', 'letmein', 'letmeinplease', 'iloveyou', 'iloveyouforever', 'welcome', 'welcomewelcome', 'changeme', 'changemenow',
  'administrator', 'adminadmin', 'adminadminadmin', 'administration', 'superuser', 'operator', 'operatoroperator', 'engineer', 'guestguest', 'rootroot', 'rootrootroot', 'testtest', 'testtesttest',
  'testpassword', 'mypassword', 'newpassword', 'thepassword', 'adminpassword', 'rootpassword', 'userpassword', 'defaultpassword', 'default', 'secret', 'secretsecret', 'topsecret', 'princess', 'sunshine', 'football',
  'baseball', 'superman', 'batman', 'dragon', 'monkey', 'shadow', 'master', 'mastermaster', 'trustno', 'whatever', 'startrek', 'starwars', 'computer', 'internet', 'correcthorsebatterystaple',
  'qwerty', 'qwertyuiop', 'qwertyqwerty', 'qwertyuiopasdf', 'qwertyuiopasdfghjkl', 'asdfghjkl', 'asdfghjklzxcvbnm', 'zxcvbnm', 'zxcvbnmzxcvbnm', 'qazwsx', 'qazwsxedc', 'qazwsxedcrfv', 'qweasdzxc', 'qweasd', 'azerty', 'azertyuiop', 'qwertz', 'qwertzuiop',
  'abc', 'abcabc', 'abcabcabcabc', 'abcdef', 'abcdefgh', 'abcdefghijkl', 'abcdefghijklmnop', 'abcdefghijklmnopqrstuvwxyz', 'aabbcc', 'woaini', 'woaiwojia', 'woaizhongguo', 'wodemima', 'mima', 'mimamima', 'nihao', 'nihaonihao',
  'zhongguo', 'beijing', 'harbin', 'haerbin', 'wuhan', 'hearthway', 'hearthwayhearthway', 'nuantu', 'winterwinter', 'summersummer', 'scada', 'modbus', 'siemens', 'schneider', 'honeywell',
])
