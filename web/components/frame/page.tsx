import { type ReactNode, useEffect } from 'react'
import { Scroll } from '../scroll.tsx'

/** A page: its heading, one line about it, its tools, and a body that scrolls or is filled by what scrolls. */
export function Page({
  title,
  about,
  tools,
  filled = false,
  children,
}: {
  readonly title: string
  readonly about?: ReactNode
  readonly tools?: ReactNode
  readonly filled?: boolean
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Holdfast`
  }, [title])
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        {about !== undefined && <p className="about">{about}</p>}
        {tools !== undefined && <div className="tools">{tools}</div>}
      </div>
      {filled ? (
        <div className="page-body filled">{children}</div>
      ) : (
        <Scroll label={title} className="page-body">
          {children}
        </Scroll>
      )}
    </>
  )
}
