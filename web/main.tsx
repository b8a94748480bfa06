/** The page's entry: styles, then the application in its place. */
import { createRoot } from 'react-dom/client'
import './parts/tokens.css'
import './parts/base.css'
import './parts/frame.css'
import './parts/controls.css'
import './parts/sayings.css'
import './parts/lists.css'
import './pages/today.css'
import './pages/form.css'
import './pages/register.css'
import './pages/entry.css'
import './pages/doors.css'
import './pages/first-run.css'
import './pages/board.css'
import './pages/clauses.css'
import './pages/statistics.css'
import './pages/house.css'
import './counters/cafe.css'
import './parts/paper.css'
import { App } from './app.tsx'

const place = document.getElementById('page')
if (place) createRoot(place).render(<App />)
