import { Box } from '@mui/material';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PixelSize } from '../../../main/domain/pixelSize.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { readTransform, type Viewer } from './createSlideViewer.ts';
import { scaleBarOf } from './geometry.ts';

const mostPx = 140;

const plate = {
  position: 'absolute',
  left: 12,
  bottom: 12,
  px: 1,
  py: 0.5,
  borderRadius: 1,
  bgcolor: 'rgba(255,255,255,0.88)',
  color: '#111418',
  fontSize: 12,
  pointerEvents: 'none',
} as const;

/** In the place of a scale bar that cannot be drawn. */
export function NoScale() {
  const { t } = useTranslation('viewer');
  return <Box sx={plate}>{t('scale.unknown')}</Box>;
}

/** A length on the slide. Without a pixel size there is none: a scale is never guessed. */
export function ScaleBar(given: { readonly viewer: Viewer; readonly pixelSize: PixelSize }) {
  const { viewer, pixelSize } = given;
  const { t } = useTranslation('viewer');
  const format = useFormat();
  const [scale, setScale] = useState(() => readScale(viewer));
  useEffect(() => {
    const read = () => setScale(readScale(viewer));
    viewer.addHandler('update-viewport', read);
    viewer.addHandler('open', read);
    return () => {
      viewer.removeHandler('update-viewport', read);
      viewer.removeHandler('open', read);
    };
  }, [viewer]);
  if (scale === undefined || scale <= 0) return null;
  const { um, px } = scaleBarOf(Math.sqrt(pixelSize.xUm * pixelSize.yUm) / scale, mostPx);
  const length = um >= 1000 ? `${format.number(um / 1000, 0)} mm` : `${format.number(um, um < 1 ? 1 : 0)} µm`;
  return (
    <Box sx={plate}>
      <div>
        {length}
        {pixelSize.origin === 'estimated' && ` (${t('scale.estimated')})`}
      </div>
      <Box sx={{ width: px, height: 5, border: '2px solid #111418', borderTop: 0 }} />
    </Box>
  );
}

/** Rounded: a view that only moves is not another scale, whatever its last digits are. */
function readScale(viewer: Viewer): number | undefined {
  const scale = readTransform(viewer)?.scale;
  return scale === undefined ? undefined : Number(scale.toPrecision(6));
}
