import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import * as identity from '../identity/queries.ts'
import * as risk from '../risk/queries.ts'
import type { NewDecision, NewJudgement } from './contract.ts'
import { conflict, missing } from './errors.ts'

/** Who does something, and when. */
export interface Actor {
  readonly by: string
  readonly at: Date
}

/** What a person may rule on a subject, in the order the form offers it. */
export const verdicts = [
  { verdict: 'safeguard now', about: 'Somebody may be at risk: pass it on at once, before anything else.' },
  { verdict: 'disseminate', about: 'Ready for the country it concerns.' },
  { verdict: 'develop', about: 'Worth more work here before it goes anywhere.' },
  { verdict: 'hold', about: 'Wait for something named in the reason.' },
  { verdict: 'no further action', about: 'Nothing more is done with it here.' },
] as const

/** Records a decision on a subject as it is assessed now. */
export async function decide(db: ClientBase, subject: string, given: NewDecision, actor: Actor): Promise<number> {
  return inTransaction(db, async () => {
    const assessed = await risk.assessmentOf(db, subject)
    if (!assessed) throw missing('Subject')
    const decision = await ruled('Decision', () => risk.decide(db, { subject, ...given, ...actor }))
    const { scheme, points, band } = assessed
    await record(db, actor, 'decide', subject, { decision, ...given, scheme, points, band })
    return decision
  })
}

/** Takes a decision back; the row stays. */
export async function undecide(db: ClientBase, decision: number, reason: string, actor: Actor): Promise<number> {
  return inTransaction(db, async () => {
    await oneAtATime(db, 'risk.decision')
    const id = await ruled('Decision', () => risk.withdrawDecision(db, { decision, reason, ...actor }))
    await record(db, actor, 'withdraw-decision', `decision ${decision}`, { decision, reason })
    return id
  })
}

/** Records a ruling on two accounts. */
export async function judge(db: ClientBase, given: NewJudgement, actor: Actor): Promise<number> {
  return inTransaction(db, async () => {
    const judgement = await ruled('Judgement', () => identity.judge(db, { ...given, ...actor }))
    const pair = [given.a, given.b].sort().join(' ')
    await record(db, actor, 'judge', pair, { judgement, verdict: given.verdict, reason: given.reason })
    return judgement
  })
}

/** Takes a ruling back; the row stays. */
export async function unjudge(db: ClientBase, judgement: number, reason: string, actor: Actor): Promise<number> {
  return inTransaction(db, async () => {
    await oneAtATime(db, 'identity.judgement')
    const id = await ruled('Judgement', () => identity.withdraw(db, { judgement, reason, ...actor }))
    await record(db, actor, 'withdraw-judgement', `judgement ${judgement}`, { judgement, reason })
    return id
  })
}

/** The rooms refuse what cannot be ruled with a RangeError in words for a person. */
async function ruled<T>(thing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RangeError) throw conflict(thing, error.message, 'Reload the page to see how it stands.')
    throw error
  }
}

/** Two people may take the same thing back at the same moment; only one of them does. */
async function oneAtATime(db: ClientBase, table: string): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock(hashtext($1))', [table])
}

async function record(db: ClientBase, actor: Actor, action: string, subject: string, detail: object): Promise<void> {
  const at = actor.at.toISOString()
  await appendCustody(db, { at, actor: actor.by, action, subject, detail: detail as Readonly<Record<string, unknown>> })
}
