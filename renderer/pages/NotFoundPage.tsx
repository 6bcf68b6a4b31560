import TravelExplore from '@mui/icons-material/TravelExplore';
import { Button } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EmptyState } from '../components/common/EmptyState.tsx';
import { routes } from '../routes.ts';

/** Of an address that leads nowhere: an old one, or a mistyped one. */
export function NotFoundPage() {
  const { t } = useTranslation('common');
  const [, navigate] = useLocation();
  return (
    <EmptyState
      icon={<TravelExplore />}
      title={t('notFound.title')}
      text={t('notFound.text')}
      actions={
        <Button variant="contained" onClick={() => navigate(routes.worklist)}>
          {t('notFound.action')}
        </Button>
      }
    />
  );
}
