import '@fontsource-variable/inter/wght.css'
import '@fontsource/ibm-plex-mono/400.css'
import '@fontsource/ibm-plex-mono/500.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/table.css'
import './styles/drawer.css'
import './styles/forum.css'
import './styles/pages.css'
import { createRoot } from 'react-dom/client'
import { takeKey } from './api.ts'
import { App } from './app.tsx'

takeKey()
createRoot(document.getElementById('root')!).render(<App />)
