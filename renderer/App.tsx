import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { CssBaseline, ThemeProvider, useMediaQuery } from '@mui/material';
import { QueryClient, QueryClientProvider, useIsFetching } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Route, Router, Switch } from 'wouter';
import { Frame } from './components/frame/Frame.tsx';
import { useHashPath, useHashSearch } from './hooks/useHashRoute.ts';
import { NotifyProvider } from './hooks/useNotify.tsx';
import { useLiveSettings, useSettings, useSettingsRead } from './hooks/useSettings.ts';
import { ShortcutProvider } from './hooks/useShortcuts.tsx';
import { UndoProvider } from './hooks/useUndoTarget.tsx';
import { createI18n } from './i18n.ts';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { ReportsPage } from './pages/ReportsPage.tsx';
import { ReviewPage } from './pages/ReviewPage.tsx';
import { SettingsPage } from './pages/SettingsPage.tsx';
import { TrainingPage } from './pages/TrainingPage.tsx';
import { ViewerPage } from './pages/ViewerPage.tsx';
import { WorklistPage } from './pages/WorklistPage.tsx';
import { routes } from './routes.ts';
import { createLabTheme, resolveTheme } from './theme.ts';

const i18n = createI18n('en');

/** Styles are put in under the nonce of this page: no other style may be. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const styles = createCache({ key: 'lab', nonce, prepend: true });

/** The window. What it has read of the lab goes with it. */
export function App() {
  const [queries] = useState(createQueries);
  return (
    <CacheProvider value={styles}>
      <QueryClientProvider client={queries}>
        <I18nextProvider i18n={i18n}>
          <Look>
            <NotifyProvider>
              <ShortcutProvider>
                <UndoProvider>
                  <Router hook={useHashPath} searchHook={useHashSearch}>
                    <Pages />
                  </Router>
                </UndoProvider>
              </ShortcutProvider>
            </NotifyProvider>
          </Look>
        </I18nextProvider>
      </QueryClientProvider>
    </CacheProvider>
  );
}

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false }, mutations: { retry: false } },
  });
}

/** Theme and language of the settings, at once when they change. */
function Look({ children }: { readonly children: ReactNode }) {
  useLiveSettings();
  const { theme: choice, language } = useSettings();
  const prefersDark = useMediaQuery('(prefers-color-scheme: dark)');
  const theme = useMemo(() => createLabTheme(resolveTheme(choice, prefersDark)), [choice, prefersDark]);
  useEffect(() => {
    void i18n.changeLanguage(language);
    document.documentElement.lang = language;
  }, [language]);
  const fetchingCount = useIsFetching();
  return (
    <ThemeProvider theme={theme}>
      <CssBaseline />
      <div data-busy={fetchingCount > 0} style={{ height: '100%' }}>
        {children}
      </div>
    </ThemeProvider>
  );
}

function Pages() {
  const isSettingsRead = useSettingsRead();
  return (
    <Frame isSettingsRead={isSettingsRead}>
      <Switch>
        <Route path={routes.worklist} component={WorklistPage} />
        <Route path={routes.viewer} component={ViewerPage} />
        <Route path={routes.review} component={ReviewPage} />
        <Route path={routes.training} component={TrainingPage} />
        <Route path={routes.reports} component={ReportsPage} />
        <Route path={routes.settings} component={SettingsPage} />
        <Route component={NotFoundPage} />
      </Switch>
    </Frame>
  );
}
