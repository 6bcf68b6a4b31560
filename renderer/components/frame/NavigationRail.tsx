import AssignmentTurnedIn from '@mui/icons-material/AssignmentTurnedIn';
import Biotech from '@mui/icons-material/Biotech';
import GridView from '@mui/icons-material/GridView';
import ModelTraining from '@mui/icons-material/ModelTraining';
import Settings from '@mui/icons-material/Settings';
import ViewList from '@mui/icons-material/ViewList';
import { Box, ButtonBase, Tooltip } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useLastSlide } from '../../hooks/useLastSlide.ts';
import { reviewPath, routes, viewerPath } from '../../routes.ts';

interface Place {
  readonly label: string;
  readonly icon: ReactNode;
  /** undefined: no slide is open that it could show */
  readonly path: string | undefined;
  readonly isHere: boolean;
}

/** The pages, in the order of Ctrl+1 to Ctrl+6. */
export function NavigationRail() {
  const { t } = useTranslation('common');
  const [location, navigate] = useLocation();
  const slideId = useLastSlide();
  const isAt = (start: string) => location === start || location.startsWith(`${start}/`);
  const places: readonly Place[] = [
    { label: t('frame.worklist'), icon: <ViewList />, path: routes.worklist, isHere: location === '/' },
    {
      label: t('frame.viewer'),
      icon: <Biotech />,
      path: slideId && viewerPath(slideId),
      isHere: isAt('/slide'),
    },
    {
      label: t('frame.review'),
      icon: <GridView />,
      path: slideId && reviewPath(slideId),
      isHere: isAt('/review'),
    },
    { label: t('frame.training'), icon: <ModelTraining />, path: routes.training, isHere: isAt('/training') },
    {
      label: t('frame.reports'),
      icon: <AssignmentTurnedIn />,
      path: routes.reports,
      isHere: isAt('/reports'),
    },
    { label: t('frame.settings'), icon: <Settings />, path: routes.settings, isHere: isAt('/settings') },
  ];
  return (
    <Box
      component="nav"
      aria-label={t('frame.navigation')}
      data-tour="navigation"
      sx={{
        width: 84,
        flexShrink: 0,
        bgcolor: 'panel',
        borderRight: 1,
        borderColor: 'divider',
        display: 'flex',
        flexDirection: 'column',
        py: 1,
        gap: 0.5,
      }}
    >
      {places.map(({ label, icon, path, isHere }, index) => (
        <Tooltip
          key={label}
          placement="right"
          title={path === undefined ? t('frame.noSlideYet') : `Ctrl+${index + 1}`}
        >
          <Box sx={{ px: 0.75 }}>
            <ButtonBase
              aria-current={isHere ? 'page' : undefined}
              disabled={path === undefined}
              onClick={() => path !== undefined && navigate(path)}
              sx={{
                width: '100%',
                flexDirection: 'column',
                gap: 0.25,
                py: 0.9,
                borderRadius: 1.5,
                // German words are long
                fontSize: label.length > 11 ? 10 : 11.5,
                letterSpacing: label.length > 11 ? '-0.01em' : undefined,
                fontWeight: isHere ? 650 : 500,
                color: isHere ? 'primary.main' : 'text.secondary',
                bgcolor: isHere ? 'action.selected' : 'transparent',
                border: 1,
                borderColor: isHere ? 'primary.main' : 'transparent',
                '&:hover': { bgcolor: 'action.hover' },
                '&.Mui-disabled': { opacity: 0.45 },
                '& svg': { fontSize: 22 },
              }}
            >
              {icon}
              {label}
            </ButtonBase>
          </Box>
        </Tooltip>
      ))}
    </Box>
  );
}
