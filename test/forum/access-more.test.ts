import { describe, expect, test } from 'vitest'
import { lines, nested } from './access-lines.ts'

describe('who could see what, by software with channels, categories and tags', () => {
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
