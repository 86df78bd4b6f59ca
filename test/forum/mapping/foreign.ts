import type { SeizedRow, SeizedTables } from '../../support/mirror.ts'

const start = Date.UTC(2023, 2, 4, 9) / 1000
const nicks = 'wren siskin dunnock linnet pipit knot ruff smew'.split(' ')
const said = [
  'Three of them sat on the fence by the weir this morning, too far off for the ring numbers.',
  'Has anybody a spare nest box plate of 32 millimetres? Mine split in the frost.',
  'The hide at the north shore is closed until the path has been mended.',
  'I count at dawn now, the afternoons are all gulls and dogs.',
]
const date = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
const whole = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const author = (n: number): number => (n % nicks.length) + 1

/** As Kunena keeps a board in Joomla: texts apart from posts, profiles apart from accounts, recipients in a table of their own. */
export function kunena(prefix = 'jos_'): SeizedTables {
  const tables: Record<string, readonly SeizedRow[]> = {
    users: nicks.map((nick, i) => ({
      id: String(i + 1),
      name: `${nick} of the marsh`,
      username: nick,
      email: `${nick}@marsh.example`,
      password: `$2y$10$${'abcdefghijklmnopqrstuv'.slice(0, 21)}${String.fromCharCode(65 + i)}${'Q'.repeat(31)}`,
      registerDate: date(start + i * 60),
      lastvisitDate: date(start + 90_000 + i),
    })),
    kunena_users: nicks.map((nick, i) => ({
      userid: String(i + 1),
      signature: `[i]${nick}[/i] watches`,
      location: `Reed bed ${i + 1}`,
      icq: String(100_200_300 + i),
      telegram: `${nick}_calls`,
      banned: '0',
      posts: '6',
    })),
    kunena_categories: ['Sightings', 'Boxes'].map((name, i) => ({
      id: String(i + 1),
      parentid: '0',
      name,
      alias: name.toLowerCase(),
      ordering: String(i + 1),
      description: `All about ${name}`,
    })),
    kunena_topics: whole(1, 5).map((n) => ({
      id: String(n),
      category_id: String((n % 2) + 1),
      subject: `Question ${n} about the hide`,
      locked: '0',
      hits: String(n * 7),
      first_post_id: String(n),
      first_post_time: String(start + n * 60),
      first_post_userid: String(n),
      first_post_message: said[n % 4]!,
      last_post_userid: '3',
    })),
    kunena_messages: whole(1, 40).map((n) => ({
      id: String(n),
      parent: n <= 5 ? '0' : String(((n - 1) % 5) + 1),
      thread: String(((n - 1) % 5) + 1),
      catid: String(((n - 1) % 2) + 1),
      name: nicks[author(n) - 1]!,
      userid: String(author(n)),
      subject: `Question ${((n - 1) % 5) + 1} about the hide`,
      time: String(start + n * 3600),
      ip: `192.0.2.${n}`,
      hold: '0',
      modified_time: n === 7 ? String(start + 400_000) : '0',
    })),
    kunena_messages_text: whole(1, 40).map((n) => ({ mesid: String(n), message: `[b]${n}[/b] ${said[n % 4]}` })),
    kunena_private: whole(1, 12).map((n) => ({
      id: String(n),
      parent_id: '0',
      author_id: String(author(n)),
      created_at: date(start + n * 500),
      attachments: '0',
      subject: 'Ring numbers',
      body: `I bring ${n + 2} rings on Saturday.`,
      params: '',
    })),
    kunena_private_user_map: whole(1, 12).flatMap((n) =>
      [author(n + 2), author(n + 4)].map((to) => ({
        private_id: String(n),
        user_id: String(to),
        read_at: date(start + n * 600),
      })),
    ),
    kunena_attachments: whole(1, 4).map((n) => ({
      id: String(n),
      mesid: String(n * 3),
      userid: String(author(n * 3)),
      hash: `${n}`.repeat(32),
      size: String(n * 1000),
      folder: 'media/kunena/attachments/1',
      filetype: 'image/png',
      filename: `b${n}.png`,
    })),
  }
  return prefixed(tables, prefix)
}

/** As Phorum keeps a board: topics are posts that answer no other, and each mailbox has a row for a message. */
export function phorum(prefix = 'phorum_'): SeizedTables {
  return prefixed(
    {
      users: nicks.map((nick, i) => ({
        user_id: String(i + 1),
        username: nick,
        real_name: '',
        password: 'abcdef0123456789'.repeat(2),
        email: `${nick}@marsh.example`,
        signature: '',
        posts: '5',
        date_added: String(start + i),
        date_last_active: String(start + 90_000 + i),
      })),
      user_custom_fields: nicks.map((nick, i) => ({ user_id: String(i + 1), type: '1', data: `hide of ${nick}` })),
      forums: ['Sightings', 'Boxes'].map((name, i) => ({
        forum_id: String(i + 1),
        name,
        description: `All about ${name}`,
        folder_flag: '0',
        parent_id: '0',
        display_order: String(i),
      })),
      messages: whole(1, 40).map((n) => ({
        message_id: String(n),
        forum_id: String(((n - 1) % 2) + 1),
        thread: String(((n - 1) % 5) + 1),
        parent_id: n <= 5 ? '0' : String(((n - 1) % 5) + 1),
        user_id: String(author(n)),
        author: nicks[author(n) - 1]!,
        subject: `Question ${((n - 1) % 5) + 1}`,
        body: said[n % 4]!,
        email: '',
        ip: `192.0.2.${n}`,
        datestamp: String(start + n * 3600),
        threadviewcount: String(n),
        viewcount: String(n * 2),
      })),
      pm_messages: whole(1, 12).map((n) => ({
        pm_message_id: String(n),
        user_id: String(author(n)),
        author: nicks[author(n) - 1]!,
        subject: 'Ring numbers',
        message: `I bring ${n + 2} rings on Saturday.`,
        datestamp: String(start + n * 500),
      })),
      pm_xref: whole(1, 24).map((n) => {
        const letter = Math.ceil(n / 2)
        return {
          pm_xref_id: String(n),
          user_id: String(n % 2 ? author(letter) : author(letter + 3)),
          pm_folder_id: '0',
          special_folder: n % 2 ? 'outbox' : 'inbox',
          pm_message_id: String(letter),
          read_flag: '1',
        }
      }),
    },
    prefix,
  )
}

/** As bbPress keeps a board in WordPress: boards, topics and replies are rows of one table, and addresses lie beside it by key. */
export function bbpress(prefix = 'wp_'): SeizedTables {
  const post = (n: number, type: string, parent: number, more: SeizedRow): SeizedRow => ({
    ID: String(n),
    post_author: String(author(n)),
    post_date: date(start + 3600 + n * 60),
    post_date_gmt: date(start + n * 60),
    post_content: `<p>${said[n % 4]}</p>`,
    post_title: '',
    post_status: 'publish',
    post_name: `${type}-${n}`,
    post_parent: String(parent),
    menu_order: '0',
    post_type: type,
    ...more,
  })
  const pages = whole(1, 3).map((n) => post(n, 'page', 0, { post_title: `About ${n}` }))
  const forums = whole(4, 5).map((n) => post(n, 'forum', 0, { post_title: n === 4 ? 'Sightings' : 'Boxes' }))
  const topics = whole(6, 11).map((n) => post(n, 'topic', 4 + (n % 2), { post_title: `Question ${n}` }))
  const replies = whole(12, 50).map((n) => post(n, 'reply', 6 + (n % 6), {}))
  let meta = 0
  const metaRow = (of: string, key: string, value: string): SeizedRow => ({
    meta_id: String(++meta),
    post_id: of,
    meta_key: key,
    meta_value: value,
  })
  return prefixed(
    {
      users: nicks.map((nick, i) => ({
        ID: String(i + 1),
        user_login: nick,
        user_pass: `$P$B${'abcdefghijklmnopqrstuvwxyz12345'.slice(0, 29)}${i}`,
        user_nicename: nick,
        user_email: `${nick}@marsh.example`,
        user_url: '',
        user_registered: date(start + i),
        user_status: '0',
        display_name: `${nick} of the marsh`,
      })),
      usermeta: nicks.flatMap((nick, i) => [
        { umeta_id: String(i * 4 + 1), user_id: String(i + 1), meta_key: 'nickname', meta_value: nick },
        { umeta_id: String(i * 4 + 2), user_id: String(i + 1), meta_key: 'jabber', meta_value: `${nick}@chat.example` },
        { umeta_id: String(i * 4 + 3), user_id: String(i + 1), meta_key: 'jabber', meta_value: `${nick}@talk.example` },
        { umeta_id: String(i * 4 + 4), user_id: String(i + 1), meta_key: 'session_tokens', meta_value: 'a:0:{}' },
      ]),
      posts: [...pages, ...forums, ...topics, ...replies],
      postmeta: [...topics, ...replies].flatMap((row) => [
        metaRow(row.ID as string, '_bbp_author_ip', `192.0.2.${row.ID}`),
        metaRow(row.ID as string, '_bbp_forum_id', '4'),
      ]),
    },
    prefix,
  )
}

function prefixed(tables: SeizedTables, prefix: string): SeizedTables {
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [`${prefix}${name}`, rows]))
}
