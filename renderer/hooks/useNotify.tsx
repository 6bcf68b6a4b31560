import { Alert, Button, Snackbar } from '@mui/material';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { ErrorText } from '../components/common/ErrorText.tsx';

/** Short messages at the lower edge of the window. */
export interface Notify {
  readonly error: (error: unknown) => void;
  readonly success: (text: string, action?: NoticeAction) => void;
}

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

interface Notice {
  readonly key: number;
  readonly severity: 'error' | 'success';
  readonly text: ReactNode;
  readonly action: NoticeAction | undefined;
}

const NotifyContext = createContext<Notify | undefined>(undefined);

const shownMs = { error: 12_000, success: 4000 } as const;

export function NotifyProvider({ children }: { readonly children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | undefined>();
  const [isOpen, setOpen] = useState(false);
  const show = useCallback((severity: Notice['severity'], text: ReactNode, action?: NoticeAction) => {
    setNotice({ key: Date.now(), severity, text, action });
    setOpen(true);
  }, []);
  const notify = useMemo<Notify>(
    () => ({
      error: (error) => show('error', <ErrorText error={error} />),
      success: (text, action) => show('success', text, action),
    }),
    [show],
  );
  const close = () => setOpen(false);
  return (
    <NotifyContext.Provider value={notify}>
      {children}
      <Snackbar
        key={notice?.key}
        open={isOpen && notice !== undefined}
        autoHideDuration={shownMs[notice?.severity ?? 'success']}
        onClose={(_event, reason) => reason !== 'clickaway' && close()}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      >
        <Alert
          severity={notice?.severity ?? 'success'}
          variant="outlined"
          onClose={close}
          sx={{ bgcolor: 'background.paper', maxWidth: 640 }}
          action={
            notice?.action !== undefined && (
              <Button
                size="small"
                onClick={() => {
                  close();
                  notice.action?.run();
                }}
              >
                {notice.action.label}
              </Button>
            )
          }
        >
          {notice?.text}
        </Alert>
      </Snackbar>
    </NotifyContext.Provider>
  );
}

export function useNotify(): Notify {
  const notify = useContext(NotifyContext);
  if (notify === undefined) throw new Error('useNotify needs a NotifyProvider above it');
  return notify;
}
