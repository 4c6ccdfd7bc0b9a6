import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadAhead } from './screens/index.ts'
import { ViewProvider } from './view.tsx'

createRoot(document.getElementById('app')!).render(
  <ViewProvider>
    <App />
  </ViewProvider>,
)

void loadAhead()
