import HideImage from '@mui/icons-material/HideImageOutlined';
import { Box } from '@mui/material';
import { useState } from 'react';
import { slideGround } from '../../theme.ts';

/** A slide, small; a sign in its place where it cannot be shown, as of a damaged one. */
export function Thumbnail(given: {
  readonly url: string;
  readonly width: number | string;
  readonly height: number;
  readonly fit: 'cover' | 'contain';
  readonly isLazy?: boolean;
}) {
  const { url, width, height, fit, isLazy = false } = given;
  const [brokenUrl, setBrokenUrl] = useState<string | undefined>();
  const place = { width, height, borderRadius: 1, flexShrink: 0, bgcolor: slideGround };
  if (brokenUrl === url)
    return (
      <Box sx={{ ...place, display: 'grid', placeItems: 'center', color: 'grey.500' }} aria-hidden>
        <HideImage fontSize="small" />
      </Box>
    );
  return (
    <Box
      component="img"
      src={url}
      alt=""
      loading={isLazy ? 'lazy' : undefined}
      onError={() => setBrokenUrl(url)}
      sx={{ ...place, objectFit: fit, color: 'transparent' }}
    />
  );
}
