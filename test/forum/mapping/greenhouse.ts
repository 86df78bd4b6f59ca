import type { SeizedRow, SeizedTables } from '../../support/mirror.ts'

const start = Date.UTC(2023, 2, 4, 9) / 1000
const nicks = 'fern moss ivy clover sorrel thyme sage dill'.split(' ')
const said = [
  'The seedlings came up on the north bench after nine days of rain.',
  'My watering can leaks at the rose, has anybody mended one with tin?',
  'Try a ring of cork between the two halves, that held for years here.',
  'Slugs again. I count them at dusk and carry them across the road.',
]

/** Software of nobody's, in German words, with times as dates and addresses as numbers. */
export function greenhouse(prefix = 'gw_'): SeizedTables {
  const table = (name: string): string => `${prefix}${name}`
  const people = nicks.map(
    (nick, i): SeizedRow => ({
      nr: String(i + 1),
      benutzername: nick,
      mail: `${nick}@garten.example`,
      passwort_hash: `$2y$10$${'abcdefghijklmnopqrstuv'.slice(0, 21)}${String.fromCharCode(65 + i)}${'Q'.repeat(31)}`,
      registriert: `2023-03-0${i + 1} 08:30:00`,
      reg_ip: String(3221225985 + i),
      wetter_station: `Turm ${i + 1}`,
      gesperrt: '0',
    }),
  )
  const talk = Array.from(
    { length: 40 },
    (_, i): SeizedRow => ({
      pid: String(i + 1),
      thread_nr: String((i % 5) + 1),
      user_id: String((i % nicks.length) + 1),
      text: `[b]${nicks[i % nicks.length]}[/b] ${said[i % said.length]}`,
      datum: String(start + i * 3600),
      ip: `192.0.2.${i + 1}`,
    }),
  )
  return {
    [table('benutzer')]: people,
    [table('forum')]: ['Beete', 'Werkzeug'].map((titel, i) => ({
      nr: String(i + 1),
      title: titel,
      description: `Alles über ${titel}`,
      position: String(i),
    })),
    [table('thread')]: Array.from({ length: 5 }, (_, i) => ({
      nr: String(i + 1),
      forum_id: String((i % 2) + 1),
      title: `Frage ${i + 1} zum Gießen`,
      user_id: String(i + 1),
      datum: String(start + i * 60),
      hits: String(i * 7),
    })),
    [table('post')]: talk,
    [table('nachricht')]: Array.from({ length: 12 }, (_, i) => ({
      id: String(i + 1),
      from_id: String((i % nicks.length) + 1),
      to_id: String(((i + 3) % nicks.length) + 1),
      subject: 'Stecklinge',
      body: `Ich bringe am Samstag ${i + 2} Stecklinge mit.`,
      sent: String(start + i * 500),
    })),
    [table('cache')]: [{ schluessel: 'kopf', wert: 'leer' }],
  }
}
