/** One choice out of few, all in view. */
export function Chips({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string; readonly figure?: string }[]
  readonly onChange: (value: string) => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and lay out as a form, which this is not
    <div className="chips" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.figure !== undefined && <span className="figure">{option.figure}</span>}
        </button>
      ))}
    </div>
  )
}
