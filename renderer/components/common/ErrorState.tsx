import ErrorOutline from '@mui/icons-material/ErrorOutlineOutlined';
import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState.tsx';
import { ErrorText } from './ErrorText.tsx';

/** Something failed: what happened and what to do, as the lab says it. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation('common');
  return (
    <EmptyState
      icon={<ErrorOutline color="error" />}
      title={t('failed')}
      text={<ErrorText error={error} />}
      actions={
        onRetry !== undefined && (
          <Button variant="outlined" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        )
      }
    />
  );
}
