import { CssBaseline, ThemeProvider } from '@mui/material';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { I18nextProvider } from 'react-i18next';
import { Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { createI18n } from './i18n.ts';
import { ReportsPage } from './pages/ReportsPage.tsx';
import { ReviewPage } from './pages/ReviewPage.tsx';
import { SettingsPage } from './pages/SettingsPage.tsx';
import { TrainingPage } from './pages/TrainingPage.tsx';
import { ViewerPage } from './pages/ViewerPage.tsx';
import { WorklistPage } from './pages/WorklistPage.tsx';
import { routes } from './routes.ts';
import { createLabTheme } from './theme.ts';

const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false } },
});
const i18n = createI18n('en');

/** The window. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <I18nextProvider i18n={i18n}>
        <ThemeProvider theme={createLabTheme('light')}>
          <CssBaseline />
          <Router hook={useHashLocation}>
            <Switch>
              <Route path={routes.worklist} component={WorklistPage} />
              <Route path={routes.viewer} component={ViewerPage} />
              <Route path={routes.review} component={ReviewPage} />
              <Route path={routes.training} component={TrainingPage} />
              <Route path={routes.reports} component={ReportsPage} />
              <Route path={routes.settings} component={SettingsPage} />
            </Switch>
          </Router>
        </ThemeProvider>
      </I18nextProvider>
    </QueryClientProvider>
  );
}
