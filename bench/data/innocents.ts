/** Plants what different people have in common by chance: a household, a common handle, a weak password. */
import type { Draft, Innocent } from './account.ts'
import { pick, type Rng } from './random.ts'
import { commonHandles } from './words/names.ts'

/** Changes members who are in no planted pair, so that the truth about pairs stays clean. */
export function plantInnocents(
  rng: Rng,
  first: readonly Draft[],
  second: readonly Draft[],
  paired: ReadonlySet<Draft>,
): readonly Innocent[] {
  const out: Innocent[] = []
  const used = new Set<Draft>(paired)
  const free = (list: readonly Draft[]) => list.filter((a) => a.role === 'member' && !used.has(a))
  function take(list: readonly Draft[]): Draft {
    if (list.every((a) => used.has(a))) throw new Error('the population is too small for its innocents')
    for (;;) {
      const account = pick(rng, list)
      if (used.has(account)) continue
      used.add(account)
      return account
    }
  }
  const strangers = free(first)
  const others = free(second)
  const scale = first.length

  for (let i = Math.max(2, Math.floor(scale / 100)); i > 0; i--) {
    const [a, b] = [take(strangers), take(strangers)]
    b.net = { ...b.net, country: a.net.country, home: a.net.home, exit: 0 }
    b.language = a.language
    a.weight = Math.max(a.weight, 2)
    b.weight = Math.max(b.weight, 2)
    out.push({ kind: 'household', value: `home-${a.net.country}-${a.net.home}`, accounts: [a, b] })
  }
  for (const handle of commonHandles) {
    const group = [take(strangers), take(strangers), take(others)]
    for (const account of group) account.skype = `live.${handle}`
    out.push({ kind: 'common-handle', value: `live.${handle}`, accounts: group })
  }
  for (let i = 0; i < Math.max(1, Math.floor(scale / 4_000)); i++) {
    const group = [take(strangers), take(strangers), take(strangers)]
    const password = { scheme: 'md5', key: -1 - i } as const
    for (const account of group) account.password = password
    out.push({ kind: 'common-password', value: `weak-${i}`, accounts: group })
  }
  for (let i = Math.max(1, Math.floor(others.length / 300)); i > 0; i--) {
    const [a, b] = [take(strangers), take(others)]
    b.username = a.username
    out.push({ kind: 'common-username', value: a.username, accounts: [a, b] })
  }
  return out
}
