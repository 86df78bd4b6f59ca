import { authorise, withdrawAuthorisation } from '../../unlock/authorisation.ts'
import { listAttempts, listAuthorisations, listThings } from '../../unlock/queries.ts'
import { openVault } from '../../unlock/vault.ts'
import { unlockCase } from '../../unlocking.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'
import { type CustodianFlags, credentialsOf, custodianFlags } from '../secrets.ts'

interface UnlockFlags extends CommonOptions, CustodianFlags {
  readonly authority?: string
  readonly reference?: string
  readonly scope?: string
  readonly from?: string
  readonly until?: string
  readonly key?: string
  readonly reason?: string
}

const deeds: Readonly<Record<string, (what: readonly string[], options: UnlockFlags) => Promise<void>>> = {
  list,
  authorise: allow,
  withdraw,
  try: attempt,
}

/** Closed things and the keys tried on them. */
export const unlockCommand: CliCommand = {
  name: 'unlock',
  about:
    'List everything that is closed, put on record who allowed keys to be tried on what and until when, and try the keys of the ring. Each trial is logged, and what opens becomes files of the exhibit at the next run.',
  examples: [
    'holdfast unlock list --case ./op-fern',
    'holdfast unlock authorise --authority "District court" --reference "7 Gs 12/26" --scope kind:archive,kind:message --until 2026-12-31 --case ./op-fern',
    'holdfast unlock try --reason "first look" --custodian Ash --custodian Birch --case ./op-fern',
    'holdfast unlock try 3fa0c1d2e4b5 --key 2,3 --reason "the notebook" --case ./op-fern --json',
    'holdfast unlock withdraw 1 --case ./op-fern',
  ],
  define: (command) =>
    custodianFlags(
      common(
        command
          .argument('<deed>', Object.keys(deeds).join(', '))
          .argument('[what...]', 'try: things by name, all otherwise; withdraw: the number of an authorisation'),
      ),
    )
      .option('--authority <text>', 'authorise: who allows it')
      .option('--reference <text>', 'authorise: the reference of the order')
      .option('--scope <list>', 'authorise: all, or kind:…, form:…, exhibit:…, site:…, thing:…, with commas between')
      .option('--from <date>', 'authorise: from when, YYYY-MM-DD; now otherwise')
      .option('--until <date>', 'authorise: the last day, YYYY-MM-DD')
      .option('--key <numbers>', 'try: keys by number, with commas between; all otherwise')
      .option('--reason <text>', 'try: why the vault is opened, for the ledger')
      .action(async (name: string, what: readonly string[], options: UnlockFlags) => {
        const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined
        if (!deed) throw new Error(`unlock does not know "${name}"; it knows ${Object.keys(deeds).join(', ')}`)
        await deed(what, options)
      }),
}

/** More than this is not printed; --json and the workbench hold the same bound. */
const most = 10_000

async function list(_: readonly string[], options: UnlockFlags): Promise<void> {
  await withCase(options, async ({ open: { db } }) => {
    const [things, authorisations, attempts] = [
      await listThings(db, most),
      await listAuthorisations(db, clock()),
      await listAttempts(db, most),
    ]
    print(options, { things, authorisations, attempts }, () =>
      [
        ...things.map(
          (t) =>
            `${t.thing}  ${t.state.padEnd(6)}  ${t.form.padEnd(16)} ${t.site === null ? t.path : t.place}${t.site === null && t.place ? `, ${t.place}` : ''}: ${t.why}`,
        ),
        `${things.filter((t) => t.state === 'closed' || t.state === 'part').length} closed things, ${attempts.length} trials.`,
        ...authorisations.map(
          (a) =>
            `authorisation ${a.number} (${a.state}): ${a.authority}, ${a.reference}; ${a.scope.join(', ')}; ${a.from} to ${a.until}`,
        ),
        ...(authorisations.length === 0 ? ['No authorisation is on record, so nothing is tried.'] : []),
      ].join('\n'),
    )
  })
}

const day = 86_400_000

async function allow(_: readonly string[], options: UnlockFlags): Promise<void> {
  await withCase(options, async ({ open: { db } }) => {
    const at = clock()
    const number = await authorise(
      db,
      {
        authority: options.authority ?? '',
        reference: options.reference ?? '',
        scope: (options.scope ?? '')
          .split(',')
          .map((s) => s.trim())
          .filter((s) => s !== ''),
        from: options.from === undefined ? at : dateOf(options.from),
        // The last day counts whole.
        until: new Date(dateOf(options.until ?? '').getTime() + day),
      },
      { by: options.as, at },
    )
    print(options, { authorisation: number }, () => `Authorisation ${number} is on record.`)
  })
}

function dateOf(text: string): Date {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : Number.NaN)
}

async function withdraw(what: readonly string[], options: UnlockFlags): Promise<void> {
  const number = integer('the number of the authorisation', 1, 2_000_000_000)(what[0] ?? '')
  await withCase(options, async ({ open: { db } }) => {
    const withdrawal = await withdrawAuthorisation(db, number, { by: options.as, at: clock() })
    print(options, { withdrawn: number, by: withdrawal }, () => `Authorisation ${number} is withdrawn.`)
  })
}

async function attempt(what: readonly string[], options: UnlockFlags): Promise<void> {
  const keys = options.key?.split(',').map((k) => integer('--key', 1, 2_000_000_000)(k.trim())) ?? null
  await withCase(options, async ({ open, view, signal }) => {
    const who = { by: options.as, at: clock() }
    const vault = await openVault(open.db, await credentialsOf(open.db, options), options.reason ?? '', who)
    const tried = await unlockCase(open, {
      ...{ things: what.length === 0 ? null : what, keys, vault, who, clock, signal },
      onThing: (done, total, path) => view.update('unlock', path, done, total, 'steps'),
    })
    const opened = tried.filter((t) => t.files > 0)
    print(options, { tried }, () =>
      [
        ...tried.map(
          (t) => `${t.thing}  ${t.outcome.padEnd(8)} ${t.path}: ${t.why}${t.key === null ? '' : ` (key ${t.key})`}`,
        ),
        `${opened.length} of ${tried.length} opened.${opened.length > 0 ? ' Give holdfast run: it reads on from there.' : ''}`,
      ].join('\n'),
    )
  })
}
