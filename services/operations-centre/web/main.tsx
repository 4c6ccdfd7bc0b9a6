import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { ViewProvider } from './view.tsx'

createRoot(document.getElementById('app')!).render(
  <ViewProvider>
    <App />
  </ViewProvider>,
)
