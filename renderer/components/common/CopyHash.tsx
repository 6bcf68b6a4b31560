import ContentCopy from '@mui/icons-material/ContentCopyOutlined';
import { Box, IconButton, Tooltip } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** How many digits are shown: enough to tell two apart by eye. */
const shownDigits = 12;

/** The beginning of a hash; the whole of it goes to the clipboard.
 *  @param label what is copied, for those who hear it */
export function CopyHash({ hash, label }: { readonly hash: string; readonly label: string }) {
  const { t } = useTranslation('common');
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(hash).then(() => setCopied(true));
  };
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}>
      <Box component="code" title={hash} sx={{ fontSize: '0.75rem' }}>
        {hash.slice(0, shownDigits)}
      </Box>
      <Tooltip title={isCopied ? t('copied') : t('copy')} onClose={() => setCopied(false)}>
        <IconButton aria-label={label} onClick={copy}>
          <ContentCopy sx={{ fontSize: 16 }} />
        </IconButton>
      </Tooltip>
    </Box>
  );
}
