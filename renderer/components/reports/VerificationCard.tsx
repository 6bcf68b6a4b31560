import Altered from '@mui/icons-material/GppBadOutlined';
import Unsigned from '@mui/icons-material/GppMaybeOutlined';
import Valid from '@mui/icons-material/VerifiedUserOutlined';
import { Box, type SvgIconProps, Typography } from '@mui/material';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportVerification } from '../../../preload/contract/reportCalls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { nameMeaning } from './nameMeaning.ts';

const looks: Readonly<
  Record<
    ReportVerification['state'],
    { readonly icon: ComponentType<SvgIconProps>; readonly colour: 'success' | 'error' | 'warning' }
  >
> = {
  valid: { icon: Valid, colour: 'success' },
  altered: { icon: Altered, colour: 'error' },
  unsigned: { icon: Unsigned, colour: 'warning' },
};

/** What a signature is worth, in one look. */
export function VerificationCard({ verification }: { readonly verification: ReportVerification }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const { fileName, state, signerName, reason, signedAt, certificateSha256, detail, isKnownHere } =
    verification;
  const { icon: Icon, colour } = looks[state];
  const unstated = t('verify.notStated');
  const facts: readonly (readonly [string, string])[] = [
    [t('verify.file'), fileName],
    ...(state === 'unsigned'
      ? []
      : ([
          [t('verify.signer'), signerName ?? unstated],
          [t('verify.meaning'), reason === undefined ? unstated : nameMeaning(t, reason)],
          [t('verify.time'), signedAt === undefined ? unstated : format.dateTime(signedAt)],
          [t('verify.certificate'), certificateSha256 ?? unstated],
        ] as const)),
    [t('verify.issuedHere'), isKnownHere ? t('verify.issuedHereYes') : t('verify.issuedHereNo')],
    [t('verify.detail'), detail],
  ];
  return (
    <Box role="status" sx={{ border: 2, borderColor: `${colour}.main`, borderRadius: 1.5, p: 2 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 1.5 }}>
        <Icon color={colour} aria-hidden />
        <Typography variant="h2" component="p">
          {t(`verify.state.${state}`)}
        </Typography>
      </Box>
      <Box
        component="dl"
        sx={{ display: 'grid', gridTemplateColumns: '120px 1fr', columnGap: 1, rowGap: 0.75, m: 0 }}
      >
        {facts.map(([name, value]) => (
          <Box key={name} sx={{ display: 'contents', fontSize: '0.8125rem' }}>
            <Typography component="dt" variant="body2" color="textSecondary">
              {name}
            </Typography>
            <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
              {value}
            </Typography>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
