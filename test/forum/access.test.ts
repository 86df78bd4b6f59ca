import { describe, expect, test } from 'vitest'
import { accessReaders } from '../../src/forum/access/index.ts'
import { engines } from '../../src/forum/engines/index.ts'
import type { BoardOf, MirrorRow } from '../../src/forum/rights.ts'
import { together } from '../../src/forum/rights.ts'

type Rows = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>

/** Rights as lines: `board group: sees reads posts (how)`. */
function lines(adapter: string, tables: Rows, boards: readonly BoardOf[]): readonly string[] {
  const reader = accessReaders.find((each) => each.adapters.includes(adapter))!
  const rows = (table: string): readonly MirrorRow[] =>
    (tables[table] ?? []).map((row, i) => ({ ...row, _file: 1, _offset: i, _length: 1 }))
  return reader
    .read({ rows, boards })
    .map(
      (a) =>
        `${a.board} ${a.member === null ? (a.grp ?? '*') : `member ${a.member}`}: ${a.sees} ${a.reads} ${a.posts} (${a.how})`,
    )
}

const nested: readonly BoardOf[] = [
  { id: '1', parent: null },
  { id: '2', parent: '1' },
]

describe('who could see what', () => {
  test('adapters named are adapters there are, each by one reader', () => {
    const named = accessReaders.flatMap((each) => each.adapters)
    expect(named.filter((name) => !engines.some((engine) => engine.name === name))).toEqual([])
    expect(new Set(named).size).toBe(named.length)
  })

  test('phpBB: roles and options, for groups and accounts; never stays', () => {
    expect(
      lines(
        'phpbb31',
        {
          acl_options: [
            { auth_option_id: '1', auth_option: 'f_list' },
            { auth_option_id: '2', auth_option: 'f_read' },
            { auth_option_id: '3', auth_option: 'f_reply' },
            { auth_option_id: '9', auth_option: 'a_' },
          ],
          acl_roles_data: [
            { role_id: '5', auth_option_id: '1', auth_setting: '1' },
            { role_id: '5', auth_option_id: '2', auth_setting: '1' },
            { role_id: '5', auth_option_id: '9', auth_setting: '1' },
          ],
          acl_groups: [
            { group_id: '7', forum_id: '1', auth_option_id: '0', auth_role_id: '5', auth_setting: '0' },
            { group_id: '7', forum_id: '1', auth_option_id: '3', auth_role_id: '0', auth_setting: '1' },
            { group_id: '7', forum_id: '0', auth_option_id: '9', auth_role_id: '0', auth_setting: '1' },
            { group_id: '8', forum_id: '2', auth_option_id: '1', auth_role_id: '0', auth_setting: '1' },
          ],
          acl_users: [{ user_id: '3', forum_id: '1', auth_option_id: '2', auth_role_id: '0', auth_setting: '-1' }],
        },
        nested,
      ),
    ).toEqual([
      '1 7: yes yes yes (acl_groups, by a role)',
      '2 8: yes no no (acl_groups, by options)',
      '1 member 3: no never no (acl_users, by options)',
    ])
  })

  test('phpBB: roles whose rights the dump lacks count as every installation brings them', () => {
    const acl = (group: string, role: string) => ({
      group_id: group,
      forum_id: '1',
      auth_option_id: '0',
      auth_role_id: role,
      auth_setting: '0',
    })
    expect(
      lines(
        'phpbb30',
        {
          acl_roles: [
            { role_id: '15', role_name: 'ROLE_FORUM_STANDARD' },
            { role_id: '16', role_name: 'ROLE_FORUM_NOACCESS' },
            { role_id: '17', role_name: 'ROLE_FORUM_READONLY' },
            { role_id: '10', role_name: 'ROLE_MOD_FULL' },
          ],
          acl_groups: [acl('2', '15'), acl('3', '16'), acl('4', '17'), acl('5', '10')],
        },
        nested,
      ),
    ).toEqual([
      '1 2: yes yes yes (acl_groups, by a role)',
      '1 3: never never no (acl_groups, by a role)',
      '1 4: yes yes no (acl_groups, by a role)',
    ])
  })

  test("FluxBB: the group's rights unless the board has its own; administrators enter everywhere", () => {
    expect(
      lines(
        'fluxbb',
        {
          groups: [
            { g_id: '1', g_read_board: '1', g_post_replies: '1', g_post_topics: '1' },
            { g_id: '3', g_read_board: '1', g_post_replies: '0', g_post_topics: '0' },
          ],
          forum_perms: [{ group_id: '3', forum_id: '2', read_forum: '0', post_replies: '1', post_topics: '1' }],
        },
        nested,
      ),
    ).toEqual([
      "1 1: yes yes yes (groups, the group's own rights)",
      "2 1: yes yes yes (groups, the group's own rights)",
      "1 3: yes yes no (groups, the group's own rights)",
      '2 3: no no no (forum_perms, for this board)',
    ])
  })

  test('MyBB: inherited from the board above, else the group', () => {
    const group = { canview: '1', canviewthreads: '1', canpostreplys: '1', canpostthreads: '1' }
    expect(
      lines(
        'mybb18',
        {
          usergroups: [
            { gid: '2', ...group },
            { gid: '5', ...group },
          ],
          forumpermissions: [
            {
              pid: '1',
              fid: '1',
              gid: '5',
              canview: '1',
              canviewthreads: '0',
              canpostreplys: '1',
              canpostthreads: '1',
            },
          ],
        },
        nested,
      ),
    ).toEqual([
      "1 2: yes yes yes (usergroups, the group's own rights)",
      "2 2: yes yes yes (usergroups, the group's own rights)",
      '1 5: yes no no (forumpermissions, for this board)',
      '2 5: yes no no (forumpermissions, inherited from board 1)',
    ])
  })

  test('vBulletin: bits, inherited', () => {
    const all = String(1 + 64 + 524_288)
    expect(
      lines(
        'vbulletin4',
        {
          usergroup: [{ usergroupid: '2', forumpermissions: all }],
          forumpermission: [{ forumid: '2', usergroupid: '2', forumpermissions: '1' }],
        },
        nested,
      ),
    ).toEqual([
      "1 2: yes yes yes (usergroup, the group's own rights)",
      '2 2: yes no no (forumpermission, for this board)',
    ])
  })

  test('Simple Machines: the groups a board names; what it denies stays denied', () => {
    expect(
      lines(
        'smf20',
        { boards: [{ id_board: '2', id_parent: '0', member_groups: '-1,0,4', deny_member_groups: '4,1' }] },
        nested,
      ),
    ).toEqual([
      '2 1: yes yes yes (administrators enter everywhere)',
      '2 -1: yes yes no (the groups the board names)',
      '2 0: yes yes yes (the groups the board names)',
      '2 4: never never never (the groups the board denies)',
    ])
  })

  test('XenForo: a private node is closed to all and opened to some', () => {
    const entry = (node: string, group: string, right: string, value: string) => ({
      ...{ content_type: 'node', content_id: node, user_group_id: group, user_id: '0' },
      ...{ permission_group_id: right.split('.')[0]!, permission_id: right.split('.')[1]!, permission_value: value },
    })
    const global = ['general.viewNode', 'forum.viewContent', 'forum.postReply'].map((right) =>
      entry('', '2', right, 'allow'),
    )
    expect(
      lines(
        'xenforo2',
        {
          xf_user_group: [{ user_group_id: '2' }, { user_group_id: '3' }],
          xf_permission_entry: global,
          xf_permission_entry_content: [
            entry('1', '0', 'general.viewNode', 'reset'),
            ...['general.viewNode', 'forum.viewContent'].map((right) => entry('1', '3', right, 'content_allow')),
          ],
        },
        nested,
      ),
    ).toEqual([
      '1 2: no no no (xf_permission_entry_content, for this node)',
      '2 2: no no no (xf_permission_entry_content, inherited from node 1)',
      '1 3: yes yes no (xf_permission_entry_content, for this node)',
      '2 3: yes yes no (xf_permission_entry_content, inherited from node 1)',
    ])
  })

  test('Discourse: a category that is not restricted is open to everybody', () => {
    expect(
      lines(
        'discourse',
        {
          categories: [
            { id: '1', read_restricted: 'f' },
            { id: '2', read_restricted: 't' },
          ],
          category_groups: [{ category_id: '2', group_id: '3', permission_type: '3' }],
        },
        nested,
      ),
    ).toEqual(['1 *: yes yes yes (the category is not restricted)', '2 3: yes yes no (category_groups)'])
  })

  test('boards that lie in each other in a circle end', () => {
    const circle = [
      { id: '1', parent: '2' },
      { id: '2', parent: '1' },
    ]
    expect(lines('vbulletin3', { usergroup: [{ usergroupid: '2', forumpermissions: '1' }] }, circle)).toHaveLength(2)
  })

  test('an account has what any of its groups has, unless one says never', () => {
    expect([together(['no', 'yes']), together(['yes', 'never']), together([]), together(['no'])]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  test('vBulletin 5: the nearest channel above with a row for the group, and groups in single channels', () => {
    const may = (node: string, group: string, bits: number) => ({
      nodeid: node,
      groupid: group,
      forumpermissions: String(bits),
    })
    expect(
      lines(
        'vbulletin5',
        {
          permission: [may('1', '2', 1 + 524_288 + 16), may('2', '2', 0), may('1', '9', 1 + 524_288)],
          groupintopic: [{ userid: '7', groupid: '9', nodeid: '2' }],
        },
        nested,
      ),
    ).toEqual([
      '1 2: yes yes yes (permission, for this channel)',
      '2 2: no no no (permission, for this channel)',
      '1 9: yes yes no (permission, for this channel)',
      '2 9: yes yes no (permission, inherited from channel 1)',
      '2 member 7: yes yes no (groupintopic, group 9 in channel 2)',
    ])
  })

  test('phpBB 2: levels of forums, groups and accounts in auth_access, administrators', () => {
    const forum = (id: string, levels: string) => ({
      forum_id: id,
      ...{ auth_view: levels[0]!, auth_read: levels[1]!, auth_post: levels[2]!, auth_reply: levels[3]! },
    })
    const grant = (group: string, forum: string, given: string, mod = '0') => ({
      ...{ group_id: group, forum_id: forum, auth_mod: mod },
      ...{ auth_view: given[0]!, auth_read: given[1]!, auth_post: given[2]!, auth_reply: given[3]! },
    })
    expect(
      lines(
        'phpbb20',
        {
          forums: [forum('1', '0011'), forum('2', '2222'), { forum_id: '3' } as never],
          auth_access: [grant('5', '2', '1100'), grant('6', '2', '0000', '1')],
          groups: [
            { group_id: '5', group_single_user: '0' },
            { group_id: '6', group_single_user: '1' },
          ],
          user_group: [{ group_id: '6', user_id: '8' }],
          users: [
            { user_id: '2', user_level: '1' },
            { user_id: '8', user_level: '2' },
          ],
        },
        nested,
      ),
    ).toEqual([
      '1 *: yes yes no (forums, open to everybody)',
      '1 registered: yes yes yes (forums, open to accounts)',
      '1 member 2: yes yes yes (administrators enter everywhere)',
      '2 *: no no no (forums, open to everybody)',
      '2 registered: no no no (forums, open to accounts)',
      '2 5: yes yes no (auth_access)',
      '2 member 8: yes yes yes (auth_access)',
      '2 member 2: yes yes yes (administrators enter everywhere)',
      '3 *: no no no (forums, open to everybody)',
      '3 registered: no no no (forums, open to accounts)',
      '3 member 2: no no no (administrators enter everywhere)',
    ])
  })

  test('Invision 4: groups and members named for a forum', () => {
    const index = (id: string, view: string, read: string, reply: string) => ({
      ...{ app: 'forums', perm_type: 'forum', perm_type_id: id },
      ...{ perm_view: view, perm_2: read, perm_3: '', perm_4: reply },
    })
    expect(
      lines(
        'invision4',
        {
          core_groups: [{ g_id: '2' }, { g_id: '3' }],
          core_permission_index: [
            index('1', '*', '*', '3,m12'),
            index('2', '3', '3', ''),
            { ...index('1', '*', '*', '*'), app: 'blog' },
          ],
        },
        nested,
      ),
    ).toEqual([
      '1 2: yes yes no (core_permission_index)',
      '1 3: yes yes yes (core_permission_index)',
      '1 member 12: yes yes yes (core_permission_index, by name)',
      '2 2: no no no (core_permission_index)',
      '2 3: yes yes no (core_permission_index)',
    ])
  })

  test('Invision 2 and 3: sets of permissions of groups, and those of an account instead of them', () => {
    const people = {
      groups: [
        { g_id: '3', g_perm_id: '3' },
        { g_id: '4', g_perm_id: '3,4' },
      ],
      members: [
        { id: '9', org_perm_id: ',5,' },
        { id: '8', org_perm_id: '' },
      ],
    }
    const list =
      'a:4:{s:10:"show_perms";s:1:"*";s:10:"read_perms";s:3:"4,5";s:11:"reply_perms";s:1:"4";s:11:"start_perms";s:0:"";}'
    const wanted = (how: string) => [
      `1 3: yes no no (${how})`,
      `1 4: yes yes yes (${how})`,
      `1 member 9: yes yes never (${how}, by sets of the account's own)`,
    ]
    expect(lines('invision2', { ...people, forums: [{ id: '1', permission_array: list }] }, nested)).toEqual(
      wanted('forums, permission_array'),
    )
    const index = { app: 'forums', perm_type: 'forum', perm_type_id: '1' }
    const lists = { perm_view: '*', perm_2: ',4,5,', perm_3: ',4,', perm_4: '' }
    expect(lines('invision3', { ...people, permission_index: [{ ...index, ...lists }] }, nested)).toEqual(
      wanted('permission_index'),
    )
  })

  test('WoltLab: boards before groups, inherited; everyone’s no is overruled by another group’s yes', () => {
    const names = ['canViewBoard', 'canEnterBoard', 'canReadThread', 'canReplyThread']
    const all = (holder: object, table: string, value: string, extra: object = {}) =>
      names.map((_, i) => ({ ...holder, ...extra, optionid: `${table}${i}`, optionvalue: value }))
    const tables = {
      wcf1_object_type: [{ objecttypeid: '7', objecttype: 'com.woltlab.wbb.board' }],
      wcf1_acl_option: names.map((name, i) => ({ optionid: `a${i}`, objecttypeid: '7', optionname: name })),
      wcf1_user_group_option: names.map((name, i) => ({ optionid: `g${i}`, optionname: `user.board.${name}` })),
      wcf1_user_group: [
        { groupid: '1', grouptype: '1' },
        { groupid: '3', grouptype: '3' },
        { groupid: '6', grouptype: '4' },
      ],
      wcf1_user_group_option_value: [...all({ groupid: '1' }, 'g', '1'), ...all({ groupid: '3' }, 'g', '1')],
      wcf1_acl_option_to_group: [
        ...all({ groupid: '1' }, 'a', '0', { objectid: '2' }),
        ...all({ groupid: '6' }, 'a', '1', { objectid: '2' }),
      ],
      wcf1_acl_option_to_user: all({ userid: '5' }, 'a', '0', { objectid: '1' }),
    }
    expect(lines('woltlab4', tables, nested)).toEqual([
      "1 1: yes yes yes (wcf1_user_group_option_value, the group's own rights)",
      "1 3: yes yes yes (wcf1_user_group_option_value, the group's own rights)",
      '1 member 5: never never never (wcf1_acl_option_to_user)',
      '2 1: no no no (wcf1_acl_option_to_group)',
      "2 3: no no no (wcf1_user_group_option_value, the group's own rights)",
      '2 6: yes yes yes (wcf1_acl_option_to_group)',
      '2 member 5: never never never (wcf1_acl_option_to_user)',
    ])
  })

  test('Vanilla: the category by whose permissions another goes', () => {
    const may = (role: string, id: string, view: string, add: string) => ({
      ...{ roleid: role, junctiontable: id === '' ? '' : 'Category', junctionid: id },
      ...{ 'vanilla.discussions.view': view, 'vanilla.comments.add': add },
    })
    expect(
      lines(
        'vanilla',
        {
          Category: [
            { categoryid: '1', permissioncategoryid: '-1' },
            { categoryid: '2', permissioncategoryid: '2' },
          ],
          Permission: [
            may('8', '-1', '1', '1'),
            may('2', '', '1', '0'),
            may('8', '2', '0', '0'),
            may('16', '2', '1', '0'),
          ],
        },
        nested,
      ),
    ).toEqual([
      '1 8: yes yes yes (Permission, of all categories)',
      '1 2: yes yes no (Permission, of all categories)',
      '2 8: no no no (Permission, of category 2)',
      '2 16: yes yes no (Permission, of category 2)',
    ])
  })

  test('Flarum: restricted tags under their own names, the ones above them too', () => {
    const may = (group: string, permission: string) => ({ group_id: group, permission })
    expect(
      lines(
        'flarum',
        {
          groups: [{ id: '1' }, { id: '4' }],
          tags: [
            { id: '1', is_restricted: '0' },
            { id: '2', is_restricted: '1' },
          ],
          group_permission: [
            ...[may('2', 'viewForum'), may('3', 'discussion.reply'), may('4', 'viewForum')],
            ...[may('4', 'tag2.viewForum'), may('4', 'tag2.startDiscussion')],
          ],
        },
        nested,
      ),
    ).toEqual([
      '1 1: yes yes yes (administrators enter everywhere)',
      '1 2: yes yes no (group_permission, everywhere)',
      '1 3: no no no (group_permission, everywhere)',
      '1 4: yes yes no (group_permission, everywhere)',
      '2 1: yes yes yes (administrators enter everywhere)',
      '2 2: no no no (group_permission, for the restricted tag 2)',
      '2 3: no no no (group_permission, for the restricted tag 2)',
      '2 4: yes yes yes (group_permission, for the restricted tag 2)',
    ])
  })

  test('NodeBB: groups and accounts that have a privilege', () => {
    const held = (category: string, privilege: string, value: string) => ({
      _key: `group:cid:${category}:privileges:${privilege}:members`,
      value,
    })
    expect(
      lines(
        'nodebb',
        {
          legacy_zset: [
            ...['find', 'read', 'topics:read', 'topics:reply'].map((name) =>
              held('1', `groups:${name}`, 'registered-users'),
            ),
            ...[
              held('1', 'groups:find', 'guests'),
              held('2', 'find', '5'),
              held('2', 'read', '5'),
              held('2', 'topics:read', '5'),
            ],
            { _key: 'users:joindate', value: '5' },
          ],
        },
        nested,
      ),
    ).toEqual([
      '1 registered-users: yes yes yes (privileges of the category)',
      '1 guests: yes no no (privileges of the category)',
      '2 member 5: yes yes no (privileges of the category)',
      '1 administrators: yes yes yes (administrators enter everywhere)',
      '2 administrators: yes yes yes (administrators enter everywhere)',
    ])
  })
})
