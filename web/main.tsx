import '@fontsource-variable/inter/wght.css'
import '@fontsource/ibm-plex-mono/400.css'
import '@fontsource/ibm-plex-mono/500.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/controls.css'
import './styles/parts.css'
import './styles/table.css'
import './styles/drawer.css'
import './styles/forum.css'
import './styles/post.css'
import './styles/pages.css'
import './styles/overview.css'
import './styles/people.css'
import './styles/mapping.css'
import './styles/media.css'
import './styles/products.css'
import './styles/help.css'
import { createRoot } from 'react-dom/client'
import { takeKey } from './api.ts'
import { App } from './app.tsx'

takeKey()
// The address was opened where the workbench is open already: the page stays, so it is loaded anew with its key.
window.addEventListener('hashchange', () => takeKey() && window.location.reload())
createRoot(document.getElementById('root')!).render(<App />)
