import { describe, expect, it } from 'vitest'
import { handle } from '../../src/artefacts/kinds/handle.ts'
import { handleValue, serviceNamed, serviceOfField, services } from '../../src/artefacts/services.ts'

describe('services', () => {
  it('are each one, with cues of their own, in lower case', () => {
    expect(new Set(services.map((service) => service.name)).size).toBe(services.length)
    const cues = services.flatMap((service) => service.cues)
    expect(new Set(cues).size).toBe(cues.length)
    for (const cue of cues) expect(cue).toBe(cue.toLowerCase())
  })

  it.each([
    ['icq', 'icq'],
    ['pf_phpbb_skype', 'skype'],
    ['phpbb_wlm', 'msn'],
    ['aol', 'aim'],
    ['user_yim', 'yahoo'],
    ['Telegram name', 'telegram'],
    ['Skype-ID', 'skype'],
    ['jabber', 'jabber'],
    ['googleplus', 'google'],
    ['location', undefined],
    ['interests', undefined],
  ])('the field %s speaks of %s', (field, name) => {
    expect(serviceOfField(field)?.name).toBe(name)
  })

  it.each([
    ['icq', '100-007-919', 'icq:100007919'],
    ['skype', 'Live:Anna.Tulip', 'skype:live:anna.tulip'],
    ['facebook', 'https://www.facebook.com/Anna.Tulip/', 'facebook:anna.tulip'],
    ['facebook', 'https://facebook.com/profile.php?id=1000123', 'facebook:1000123'],
    ['twitter', '@Anna_Tulip', 'twitter:anna_tulip'],
    ['threema', 'ab12cd34', 'threema:AB12CD34'],
    ['matrix', '@Anna:Tulips.example', 'matrix:@anna:tulips.example'],
    ['icq', 'ask me', null],
    ['msn', 'anna', null],
    ['facebook', 'https://www.facebook.com/groups/tulips', null],
  ])('a %s field with %s gives %s', (service, raw, value) => {
    expect(handleValue(serviceNamed(service)!, raw)).toBe(value)
    if (value !== null) expect(handle.normalise(value)).toBe(value)
  })
})
