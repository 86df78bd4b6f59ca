import { type ReactNode, useState } from 'react'
import { endpoints, type Session } from '../../../src/api/contract.ts'
import { useKeys } from '../../keys.tsx'
import { prefer, preferences } from '../../preferences.ts'
import { useAnswer } from '../../resource.ts'
import { Link, navigate, useAddress } from '../../router.tsx'
import { count } from '../../text/format.ts'
import { Drawer } from '../drawer/drawer.tsx'
import { LastRecorded } from '../recording.tsx'
import { openDrawer, statementInFocus } from '../statement.tsx'
import { Bar } from './bar.tsx'
import { Help } from './help.tsx'
import { useMenusThatClose } from './menus.ts'
import { roomOf, rooms } from './rooms.ts'

/** The frame around every page: ribbon, marking, bar, rail, page, drawer. */
export function Frame({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  const [help, setHelp] = useState(false)
  useMenusThatClose()
  useKeys('Everywhere', [
    { key: '?', label: 'Keys of this screen', run: () => setHelp(true) },
    {
      key: 'w',
      label: 'Why? Show where the focused statement comes from',
      run: () => {
        const statement = statementInFocus()
        if (statement !== null) openDrawer(statement)
      },
    },
    { key: 't', label: 'Light, dark or as the system', run: nextTheme },
    {
      key: 'z',
      label: 'Clock: UTC or local',
      run: () => prefer({ clock: preferences().clock === 'utc' ? 'local' : 'utc' }),
    },
    ...rooms.map((room) => ({ key: `g ${room.key}`, label: `Go to ${room.label}`, run: () => navigate(room.path) })),
  ])
  return (
    <div className="frame">
      <a className="skip button" href="#content">
        To the content
      </a>
      <header className="top">
        {session.exercise && (
          <p className="exercise">
            <span>EXERCISE</span>
          </p>
        )}
        <p className="marking" data-tlp={/^TLP:([A-Z]+)/.exec(session.marking)?.[1]}>
          {session.marking}
        </p>
        <Bar session={session} onHelp={() => setHelp(true)} />
      </header>
      <Rail />
      <main className="page" id="content" tabIndex={-1}>
        {children}
      </main>
      <Drawer />
      <LastRecorded />
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  )
}

function Rail() {
  const { path } = useAddress()
  const here = roomOf(path)
  const counts = useAnswer(endpoints.rail, {})
  return (
    <nav className="rail" aria-label="Rooms">
      {rooms.map((room) => {
        const figure = room.count === null ? null : (counts.data?.[room.count] ?? null)
        return (
          <Link key={room.path} href={room.path} aria-current={room === here ? 'page' : undefined}>
            <span>{room.label}</span>
            {figure !== null && figure.count > 0 && (
              <span className="figure" title={`${count(figure.count)} ${figure.of}`}>
                {count(figure.count)}
                <span className="hidden"> {figure.of}</span>
              </span>
            )}
          </Link>
        )
      })}
      <div className="foot">
        <span>
          <kbd>?</kbd> keys
        </span>
        <span>
          <kbd>w</kbd> why?
        </span>
      </div>
    </nav>
  )
}

function nextTheme(): void {
  const order = ['system', 'light', 'dark'] as const
  prefer({ theme: order[(order.indexOf(preferences().theme) + 1) % order.length]! })
}
