import { expect, test } from 'vitest';
import { requestMessageSchema, requestSchemas } from '../../../main/compute/requestSchemas.ts';

const slide = { name: 'smear-1', path: '/slides/smear-1', kind: 'field-folder' };

test('a scan is asked for with a slide, a model and perhaps a ruler', () => {
  const request = { slide, modelFolder: '/models/a', redCellDiameterPx: undefined };
  expect(requestSchemas.scanSlide.parse(request)).toEqual(request);
  expect(requestSchemas.scanSlide.parse({ ...request, redCellDiameterPx: 40 })).toMatchObject({
    redCellDiameterPx: 40,
  });
  const series = { ...request, slide: { ...slide, kind: 'dicom-series' }, pixelSizeUm: 0.25, cellGoal: 200 };
  expect(requestSchemas.scanSlide.parse(series)).toEqual(series);
});

test.each([
  ['a ruler of no width', { slide, modelFolder: '/models/a', redCellDiameterPx: 0 }],
  ['pixels of a metre', { slide, modelFolder: '/models/a', redCellDiameterPx: undefined, pixelSizeUm: 1e6 }],
  ['a goal that is none', { slide, modelFolder: '/models/a', redCellDiameterPx: undefined, cellGoal: 150 }],
  ['no model', { slide, modelFolder: '', redCellDiameterPx: undefined }],
  ['pixels', { slide, modelFolder: '/models/a', redCellDiameterPx: undefined, pixels: [1, 2, 3] }],
  [
    'another kind of slide',
    { slide: { ...slide, kind: 'glass' }, modelFolder: '/models/a', redCellDiameterPx: undefined },
  ],
])('a scan with %s is refused', (_, request) => {
  expect(requestSchemas.scanSlide.safeParse(request).success).toBe(false);
});

test('only the jobs of the lab can be started', () => {
  const start = { kind: 'start', jobId: 1, job: 'scanSlide', request: {} };
  expect(requestMessageSchema.parse(start)).toEqual(start);
  expect(requestMessageSchema.safeParse({ ...start, job: 'formatDisk' }).success).toBe(false);
});
