/** The few shapes that fonts cannot be relied on for. */
const shapes = {
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  done: 'M3 8.5l3.5 3.5L13 4.5',
  open: 'M6 3.5H3.5v9h9V10M9 3.5h3.5V7M12.5 3.5L7.5 8.5',
  file: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
}

/** A small line drawing; words stand beside it or in the label of what holds it. */
export function Icon({ of }: { readonly of: keyof typeof shapes }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
      <path d={shapes[of]} />
    </svg>
  )
}
