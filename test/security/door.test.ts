import { expect, test } from 'vitest'
import { codeLife, idleLife, keepDoor, sessionLife } from '../../src/api/auth.ts'
import { hands } from '../api/support.ts'

function door() {
  const own = hands()
  const wait = (milliseconds: number): void => {
    own.now = new Date(own.now.getTime() + milliseconds)
  }
  return { door: keepDoor(own.clock, own.randomBytes), wait }
}

function admitted(own: ReturnType<typeof door>, person = 'A') {
  const admission = own.door.admit(own.door.invite(person))
  if (admission === null || admission === 'wait') throw new Error('not admitted')
  return admission
}

test('a code has at least 128 bits and differs from token and key', () => {
  const own = door()
  const code = own.door.invite('A')
  expect(Buffer.from(code, 'base64url').length).toBeGreaterThanOrEqual(16)
  const admission = admitted(own)
  expect(new Set([code, admission.token, admission.key]).size).toBe(3)
})

test('a code opens once', () => {
  const own = door()
  const code = own.door.invite('A')
  expect(own.door.admit(code)).toMatchObject({ person: 'A' })
  expect(own.door.admit(code)).toBeNull()
})

test('a code expires', () => {
  const own = door()
  const code = own.door.invite('A')
  own.wait(codeLife)
  expect(own.door.admit(code)).toBeNull()
  const later = own.door.invite('A')
  own.wait(codeLife - 1)
  expect(own.door.admit(later)).not.toBeNull()
})

test('ten wrong codes close the door for a minute, to right ones too', () => {
  const own = door()
  const code = own.door.invite('A')
  for (let i = 0; i < 10; i++) expect(own.door.admit(`wrong ${i}`)).toBeNull()
  expect(own.door.admit(code)).toBe('wait')
  own.wait(60_000)
  expect(own.door.admit(code)).toMatchObject({ person: 'A' })
})

test('each code lets in the person it was made for, and only that session', () => {
  const own = door()
  const [a, b] = [admitted(own, 'A'), admitted(own, 'B')]
  expect(own.door.find(a.token)?.person).toBe('A')
  expect(own.door.find(b.token)?.person).toBe('B')
  expect(own.door.holds(own.door.find(a.token)!, a.key)).toBe(true)
  expect(own.door.holds(own.door.find(a.token)!, b.key)).toBe(false)
  expect(own.door.holds(own.door.find(a.token)!, a.token)).toBe(false)
  expect(own.door.holds(own.door.find(a.token)!, undefined)).toBe(false)
  expect(own.door.find(a.key)).toBeNull()
  expect(own.door.find(undefined)).toBeNull()
})

test('a session ends when dismissed, when it rests too long, and after a working day', () => {
  const own = door()
  const dismissed = admitted(own)
  own.door.dismiss(dismissed.token)
  expect(own.door.find(dismissed.token)).toBeNull()
  const idle = admitted(own)
  own.wait(idleLife)
  expect(own.door.find(idle.token)).toBeNull()
  const long = admitted(own)
  for (let passed = 0; passed < sessionLife - 1_800_000; passed += 1_800_000) {
    own.wait(1_800_000)
    expect(own.door.find(long.token)).not.toBeNull()
  }
  own.wait(1_800_000)
  expect(own.door.find(long.token)).toBeNull()
})
