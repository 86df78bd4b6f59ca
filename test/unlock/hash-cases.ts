/** What PHP 8.2 makes of this passphrase, by the code that the software's own documentation names. */
export const passphrase = 'Rhubarb & Tomato 7'
/** A hash that PHP made, with what a site keeps beside it. */
export interface HashCase {
  readonly scheme: string
  readonly hash: string
  readonly engine?: string
  readonly salt?: string
  readonly user?: string
  readonly method?: string
  readonly passphrase?: string
}

/** One or more for every scheme. */
export const hashCases: readonly HashCase[] = [
  { scheme: 'bcrypt', hash: '$2y$05$abcdefghijklmnopqrstuuCDKxUZgqH//ZVfCanWJjYEdxWW5Z0my' },
  { scheme: 'bcrypt', hash: '$2a$05$abcdefghijklmnopqrstuuCDKxUZgqH//ZVfCanWJjYEdxWW5Z0my', engine: 'invision' },
  { scheme: 'bcrypt', hash: '$2b$05$abcdefghijklmnopqrstuuCDKxUZgqH//ZVfCanWJjYEdxWW5Z0my', engine: 'nodebb' },
  { scheme: 'bcrypt', hash: '$2x$05$abcdefghijklmnopqrstuuCDKxUZgqH//ZVfCanWJjYEdxWW5Z0my' },
  { scheme: 'bcrypt', hash: 'Bcrypt:$2y$05$abcdefghijklmnopqrstuuCDKxUZgqH//ZVfCanWJjYEdxWW5Z0my', engine: 'woltlab' },
  // Ninety-six characters, of which bcrypt takes seventy-two.
  {
    scheme: 'bcrypt',
    hash: '$2y$05$abcdefghijklmnopqrstuuepruVOkM6Nwl2gJBE.emgtHBnwzvpAW',
    passphrase: 'beetroot'.repeat(12),
  },
  {
    scheme: 'woltlab-bcrypt',
    hash: '$2a$05$abcdefghijklmnopqrstuu8OcIxnDYW/936xVNdZ7.NPl0UFQXvSG',
    engine: 'woltlab',
  },
  {
    scheme: 'woltlab-bcrypt',
    hash: 'DoubleBcrypt:$2a$05$abcdefghijklmnopqrstuu8OcIxnDYW/936xVNdZ7.NPl0UFQXvSG',
    engine: 'woltlab',
  },
  {
    scheme: 'smf-bcrypt',
    hash: '$2y$05$abcdefghijklmnopqrstuunNH2py6uaqjrGKUIlThx2qou7lSNM7e',
    engine: 'smf',
    user: 'Gärtner Ann',
    salt: 'cafe',
  },
  {
    scheme: 'vbulletin5',
    hash: '$2y$05$abcdefghijklmnopqrstuuqOPlzOCAT3q0s5yXj/X7/G69SB1y/jK',
    engine: 'vbulletin',
    method: 'blowfish:10',
  },
  {
    scheme: 'nodebb',
    hash: '$2y$05$abcdefghijklmnopqrstuuigf01p0H/yv3ifDqjrY9bh7TuqQ60/a',
    engine: 'nodebb',
    method: 'sha512',
  },
  { scheme: 'wordpress', hash: '$wp$2y$05$abcdefghijklmnopqrstuuTU/Rq93YpNhNOFqKX17S0u65e2/W/hu' },
  {
    scheme: 'argon2',
    hash: '$argon2id$v=19$m=1024,t=2,p=1$c2RuSThCa3BQeUdscFJGOA$QdF/S95fj7lPRP0syGM5S1AEVHgxXllVuGEtJTmppH4',
    engine: 'phpbb',
  },
  {
    scheme: 'argon2',
    hash: '$argon2i$v=19$m=1024,t=2,p=1$aWM2S0V0dW1QMzBwejRIMw$bl3568bJAdclF271dChaqguZb99o8LXqlafZ1BRilI0',
    engine: 'mybb',
  },
  {
    scheme: 'vbulletin-argon2',
    hash: '$argon2id$v=19$m=1024,t=2,p=1$YzM4aXMxVUQ3TjZrMnhDUg$qI0sDH3B2ZClWtAX1Slz4ArbXpIjFX6HuWKKyMv04UE',
    engine: 'vbulletin',
    method: 'argon2id',
  },
  { scheme: 'phpass', hash: '$H$9gardenAB6mtPw/4l61C/j5XFhYhmq1', engine: 'phpbb' },
  {
    scheme: 'phpbb-combined',
    hash: '$H\\2y$9gardenAB$05\\abcdefghijklmnopqrstuu$CShg6UcdCJiynjD5CwC3RpresSGwIjK',
    engine: 'phpbb',
  },
  { scheme: 'md5-crypt', hash: '$1$gardens1$PdXPHYPgN5.SNRF5gc2N7/' },
  { scheme: 'sha256-crypt', hash: '$5$rounds=1500$gardenshed$6bEzYN9WFH6lBkmZjCHCLa9sZj3RNmLOuJ3fwFUfvc/' },
  {
    scheme: 'sha512-crypt',
    hash: '$6$gardenshed12345$6K22hwlmI0GiYzbC9MQ496.w1pmeMMjkL/F53yv4IGBSzjS3uztkuQ6a.emwo89odVkADrlYg3hWsTFFfNSXK.',
  },
  { scheme: 'vbulletin3', hash: '4d9811f17ddf6f0ac956d1cc84793d01', engine: 'vbulletin', salt: 'a:c' },
  {
    scheme: 'vbulletin4',
    hash: '03ae1687667df4b68925a783987e8754',
    engine: 'vbulletin',
    salt: 's:ts:ts:ts:ts:ts:ts:ts:ts:ts:t',
  },
  // An account that came to XenForo from vBulletin keeps the hash it had.
  {
    scheme: 'vbulletin3',
    hash: '4d9811f17ddf6f0ac956d1cc84793d01',
    engine: 'xenforo',
    method: 'XenForo_Authentication_vBulletin',
    salt: 'a:c',
  },
  { scheme: 'mybb', hash: '10f5c869206d405145c1fc84e085192e', engine: 'mybb', salt: 'saltsalt' },
  { scheme: 'invision', hash: '6897502609f71f2ec2355b31ee47289f', engine: 'invision', salt: 'sa:lt' },
  {
    scheme: 'smf',
    hash: '8d2b89937b24ad072cc5e46e404a913fb3e18429',
    engine: 'smf',
    user: 'Gardener Ann',
    salt: 'beef',
  },
  {
    scheme: 'xenforo-sha256',
    hash: 'fc295ebca88be69f35c6f1fb7ee07eedef25ec04785aa0050037eb9123d2138e',
    engine: 'xenforo',
    salt: 'xsalt',
  },
  { scheme: 'xenforo-sha1', hash: '9ab0df7d54b06036d28a6e5c6602b9963d14abd7', engine: 'xenforo', salt: 'xsalt' },
  {
    scheme: 'woltlab',
    hash: '895390592a47fa967a6c3a2810e23432843b2602',
    engine: 'woltlab',
    salt: 'b1ade531057f51c2992479335d03b774afdeb6fa',
  },
  { scheme: 'punbb', hash: 'fbca6c430f5e1ff84986cd4389643de7ce4c03db', engine: 'fluxbb', salt: 'psalt' },
  {
    scheme: 'discourse',
    hash: '3839ad353364bb24ef26d5cc507bf65bb0cf8f90e0290d5645a4321861a5f7ef',
    engine: 'discourse',
    salt: 'ab'.repeat(16),
  },
  {
    scheme: 'discourse',
    hash: 'c7552ba75e719b490910533659b13876adedcfef2c9917b5a0d30684248f966c',
    engine: 'discourse',
    salt: 'ab'.repeat(16),
    method: '$pbkdf2-sha256$i=1000,l=32$',
  },
  { scheme: 'md5', hash: '411FFD74E731CCA8E26E048EB25D086C', engine: 'phpbb' },
  { scheme: 'sha1', hash: 'f480259f78cdc5dd443a0c3d0a71ee4e6516edf3', engine: 'punbb' },
  { scheme: 'sha256', hash: '617f89f9a10e705147cc692272cf05c7c438643fff7847ee7c6f780254615adf' },
  {
    scheme: 'sha512',
    hash: 'cc30195e591fcb43a7879bebef93b868138cda4bcd5c4321393db047016a637a7ee040973d910ae06a2ff44034d7a916110d3889814b90d3a1bfd4f3ed5a0b94',
  },
  { scheme: 'salted-digest', hash: '2ba4a2fa9fa42ca358b9e1bb8483b204', engine: 'other', salt: 'zz' },
]
