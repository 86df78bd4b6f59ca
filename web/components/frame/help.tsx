import { useEffect, useRef } from 'react'
import { useActiveKeys } from '../../keys.tsx'
import { Scroll } from '../scroll.tsx'

/** The keys that work on this screen, group by group. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const groups = useActiveKeys()
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={onClose}>
      <header>
        <h2 id="help-title">Keys of this screen</h2>
        <button type="button" className="button quiet" onClick={() => dialog.current?.close()}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      <Scroll label="List of keys" className="help-body">
        {[...groups].reverse().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.bindings.map((binding) => (
                <div key={binding.key}>
                  <dt>
                    {binding.key.split(' ').map((key, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the two keys of a chord keep their places
                      <kbd key={i}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{binding.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </Scroll>
    </dialog>
  )
}
