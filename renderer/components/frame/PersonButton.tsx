import Person from '@mui/icons-material/Person';
import { Button, Divider, ListItemText, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useSettings, useUpdateSettings } from '../../hooks/useSettings.ts';
import { PersonDialog } from './PersonDialog.tsx';

/** Who works now, and the way to say that it is somebody else. */
export function PersonButton() {
  const { t } = useTranslation('common');
  const { person, people } = useSettings();
  const update = useUpdateSettings();
  const notify = useNotify();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="text"
        color={person === undefined ? 'warning' : 'inherit'}
        startIcon={<Person />}
        aria-haspopup="menu"
        data-tour="person"
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ maxWidth: 280, py: 0 }}
      >
        {person === undefined ? t('frame.noPerson') : `${person.name}, ${t(`role.${person.role}`)}`}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {people.slice(0, 8).map((known) => (
          <MenuItem
            key={`${known.name} ${known.role}`}
            selected={known.name === person?.name}
            onClick={() => {
              setAnchor(null);
              update({ person: known }).catch(notify.error);
            }}
          >
            <ListItemText primary={known.name} secondary={t(`role.${known.role}`)} />
          </MenuItem>
        ))}
        {people.length > 0 && <Divider />}
        <MenuItem
          onClick={() => {
            setAnchor(null);
            setAsking(true);
          }}
        >
          {t('frame.changePerson')}
        </MenuItem>
      </Menu>
      {isAsking && <PersonDialog onClose={() => setAsking(false)} />}
    </>
  );
}
