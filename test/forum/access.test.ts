import { describe, expect, test } from 'vitest'
import { accessReaders } from '../../src/forum/access/index.ts'
import { engines } from '../../src/forum/engines/index.ts'
import { together } from '../../src/forum/rights.ts'
import { lines, nested } from './access-lines.ts'

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
})
