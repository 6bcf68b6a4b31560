import { MenuItem, Stack, TextField } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { type Person, type PersonRole, personRoles } from '../../../main/domain/person.ts';

/** Name and role of a person. */
export function PersonFields(given: {
  readonly person: Person;
  readonly onChange: (person: Person) => void;
}) {
  const { person, onChange } = given;
  const { t } = useTranslation(['settings', 'common']);
  return (
    <Stack spacing={2} sx={{ pt: 1 }}>
      <TextField
        label={t('settings:person.name')}
        helperText={t('settings:person.nameHint')}
        value={person.name}
        autoFocus
        onChange={(event) => onChange({ ...person, name: event.target.value.slice(0, 100) })}
      />
      <TextField
        select
        label={t('settings:person.role')}
        value={person.role}
        onChange={(event) => onChange({ ...person, role: event.target.value as PersonRole })}
      >
        {personRoles.map((role) => (
          <MenuItem key={role} value={role}>
            {t(`common:role.${role}`)}
          </MenuItem>
        ))}
      </TextField>
    </Stack>
  );
}
