import { Box, Button, Link, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FolderSettings } from '../components/batch/FolderSettings.tsx';
import { PageHeader } from '../components/common/PageHeader.tsx';
import { AboutDialog } from '../components/frame/AboutDialog.tsx';
import { PersonButton } from '../components/frame/PersonButton.tsx';
import { ClassTable } from '../components/settings/ClassTable.tsx';
import { Diagnosis } from '../components/settings/Diagnosis.tsx';
import { GateSettings } from '../components/settings/GateSettings.tsx';
import { LookFields } from '../components/settings/LookFields.tsx';
import { ScanSettings } from '../components/settings/ScanSettings.tsx';
import { Section } from '../components/settings/Section.tsx';
import { UnattendedSettings } from '../components/settings/UnattendedSettings.tsx';
import { useNotify } from '../hooks/useNotify.tsx';
import { useSettings, useUpdateSettings } from '../hooks/useSettings.ts';

const sections = ['person', 'classes', 'scanning', 'gate', 'look', 'diagnosis', 'about'] as const;

/** What the lab may set, the self-check, and what the program is. */
export function SettingsPage() {
  const { t } = useTranslation(['settings', 'common']);
  const { people } = useSettings();
  const update = useUpdateSettings();
  const notify = useNotify();
  const [isAboutOpen, setAboutOpen] = useState(false);
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column' }}>
      <PageHeader title={t('settings:title')} subtitle={t('settings:subtitle')} />
      <Box sx={{ display: 'flex', flex: 1, minHeight: 0 }}>
        <Box
          component="nav"
          aria-label={t('settings:title')}
          sx={{ width: 190, flexShrink: 0, p: 2, borderRight: 1, borderColor: 'divider' }}
        >
          <Stack spacing={1}>
            {sections.map((section) => (
              <Link
                key={section}
                component="button"
                type="button"
                underline="hover"
                color="text.primary"
                sx={{ textAlign: 'left', fontSize: 14 }}
                onClick={() => document.getElementById(section)?.scrollIntoView({ behavior: 'smooth' })}
              >
                {t(`settings:sections.${section}`)}
              </Link>
            ))}
          </Stack>
        </Box>
        <Box
          tabIndex={0}
          role="region"
          aria-label={t('settings:title')}
          sx={{ flex: 1, overflow: 'auto', p: 3 }}
        >
          <Section id="person" title={t('settings:sections.person')}>
            <Box sx={{ ml: -0.625 }}>
              <PersonButton />
            </Box>
            <Typography variant="overline" color="text.secondary" component="h3" sx={{ mt: 1 }}>
              {t('settings:person.known')}
            </Typography>
            <Typography variant="body2">
              {people.length === 0
                ? t('settings:person.none')
                : people.map(({ name, role }) => `${name} (${t(`common:role.${role}`)})`).join(', ')}
            </Typography>
          </Section>
          <Section id="classes" title={t('settings:sections.classes')} intro={t('settings:classes.intro')}>
            <ClassTable />
          </Section>
          <Section id="scanning" title={t('settings:sections.scanning')}>
            <ScanSettings />
            <FolderSettings />
            <UnattendedSettings />
          </Section>
          <Section id="gate" title={t('settings:sections.gate')} intro={t('settings:gate.intro')}>
            <GateSettings />
          </Section>
          <Section id="look" title={t('settings:sections.look')}>
            <Box sx={{ maxWidth: 560 }}>
              <LookFields />
            </Box>
          </Section>
          <Section
            id="diagnosis"
            title={t('settings:sections.diagnosis')}
            intro={t('settings:diagnosis.intro')}
          >
            <Diagnosis />
          </Section>
          <Section id="about" title={t('settings:sections.about')} intro={t('common:about.notice')}>
            <Box sx={{ display: 'flex', gap: 1 }}>
              <Button variant="outlined" onClick={() => setAboutOpen(true)}>
                {t('settings:about.show')}
              </Button>
              <Button variant="outlined" onClick={() => update({ isTourDone: false }).catch(notify.error)}>
                {t('settings:about.tour')}
              </Button>
            </Box>
          </Section>
        </Box>
      </Box>
      {isAboutOpen && <AboutDialog onClose={() => setAboutOpen(false)} />}
    </Box>
  );
}
