import { Chips } from '../../components/chips.tsx'
import { type KeyBinding, useKeys } from '../../keys.tsx'
import { useQueryValue } from '../../router.tsx'

/** The three forms of one place: as the board showed it, as it is stored, and the bytes of its row. */
export type Form = 'decoded' | 'original' | 'bytes'

const order: readonly Form[] = ['decoded', 'original', 'bytes']

/** Which form texts are shown in; part of the address. */
export function useForm(): readonly [Form, (form: string) => void] {
  const [value, set] = useQueryValue('form', 'decoded')
  return [order.find((each) => each === value) ?? 'decoded', set]
}

/** Switches between the three forms. */
export function FormSwitch() {
  const [form, set] = useForm()
  useKeys('Text', [
    { key: 't', label: 'The text as stored, and back', run: () => set(form === 'original' ? 'decoded' : 'original') },
    {
      key: 'f',
      label: 'As shown, original or bytes',
      run: () => set(order[(order.indexOf(form) + 1) % order.length]!),
    },
  ])
  return (
    <Chips
      label="Form of the text"
      value={form}
      onChange={set}
      options={[
        { value: 'decoded', label: 'As shown' },
        { value: 'original', label: 'Original' },
        { value: 'bytes', label: 'Bytes' },
      ]}
    />
  )
}

/** The deliberate key: opens the folded text one is at, else the chosen one, else the first. */
export const openFolded: KeyBinding = {
  key: 'o',
  label: 'Open the folded text; opening is counted',
  run: () => {
    const places = [document.activeElement?.closest('article'), document.querySelector('article[data-chosen="true"]')]
    const near = places.map((place) => place?.querySelector<HTMLElement>('[data-unfold]')).find(Boolean)
    ;(near ?? document.querySelector<HTMLElement>('[data-unfold]'))?.click()
  },
}
