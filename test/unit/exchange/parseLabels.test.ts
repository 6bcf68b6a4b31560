import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabError } from '../../../main/domain/labError.ts';
import { defaultLabSettings } from '../../../main/domain/labSettings.ts';
import { verdicts } from '../../../main/domain/verdict.ts';
import { formatLabelCsv } from '../../../main/exchange/labelCsv.ts';
import { formatLabelGeoJson } from '../../../main/exchange/labelGeoJson.ts';
import type { LabelInFile } from '../../../main/exchange/labelInFile.ts';
import { parseLabels } from '../../../main/exchange/parseLabels.ts';
import { codeOf, labErrorOf } from '../../helpers/openTempDatabase.ts';

const { classes } = defaultLabSettings;
const named = { ...classes, unidentified: { ...classes.unidentified, name: 'Unklar' } };

test('a class is meant by its id, the folder of a dataset, the name of the lab or that of the program', () => {
  const lines = ['pre-b', 'Pre', ' early ', 'unklar', '"Blast-like, pro-B"', 'lymphocyte', ''];
  const text = `x_px,y_px,width_px,height_px,class\n${lines.map((name) => `1,2,30,40,${name}`).join('\n')}\n`;
  const { labels, passedOverCount } = parseLabels(text, named);
  expect(labels.map(({ verdict }) => verdict)).toEqual([
    'pre-b',
    'pre-b',
    'early-pre-b',
    'unidentified',
    'pro-b',
  ]);
  expect(labels[0]?.box).toEqual({ xPx: 1, yPx: 2, widthPx: 30, heightPx: 40 });
  expect(passedOverCount).toBe(2);
});

test('columns may stand in any order, with others between, parted as spreadsheets do, behind a byte order mark', () => {
  const text =
    '\uFEFFclass;note;HEIGHT_PX;width_px;x_px;y_px;field\r\npro-b;"a;b";4,5;3;1;2;f 1.jpg\r\n\r\nbenign;;4;3;1;2;\r\n';
  expect(parseLabels(text, classes).labels).toEqual([
    { verdict: 'pro-b', box: { xPx: 1, yPx: 2, widthPx: 3, heightPx: 4.5 }, fieldName: 'f 1.jpg' },
    { verdict: 'benign', box: { xPx: 1, yPx: 2, widthPx: 3, heightPx: 4 }, fieldName: undefined },
  ]);
});

test('polygons, holes and parts of QuPath become the box around them; points and lines are counted', () => {
  const ring = [
    [10, 20],
    [50, 20],
    [30, 80.5],
    [10, 20],
  ];
  const feature = (geometry: object, name?: string) => ({
    type: 'Feature',
    id: 'x',
    geometry,
    properties:
      name === undefined ? {} : { objectType: 'annotation', classification: { name, color: [1, 2, 3] } },
  });
  const features = [
    feature({ type: 'Polygon', coordinates: [ring] }, 'Pro'),
    feature(
      { type: 'MultiPolygon', coordinates: [[ring], [ring.map(([x = 0, y = 0]) => [x + 100, y])]] },
      'benign',
    ),
    feature({ type: 'Polygon', coordinates: [ring] }),
    feature({ type: 'Point', coordinates: [1, 2] }, 'Pro'),
    feature({ type: 'LineString', coordinates: ring }, 'Pro'),
  ];
  const wanted = {
    labels: [
      { verdict: 'pro-b', box: { xPx: 10, yPx: 20, widthPx: 40, heightPx: 60.5 }, fieldName: undefined },
      { verdict: 'benign', box: { xPx: 10, yPx: 20, widthPx: 140, heightPx: 60.5 }, fieldName: undefined },
    ],
    passedOverCount: 3,
  };
  expect(parseLabels(JSON.stringify({ type: 'FeatureCollection', features }), classes)).toEqual(wanted);
  expect(parseLabels(JSON.stringify(features), classes)).toEqual(wanted);
});

test.each([
  ['nothing', ''],
  ['a CSV of something else', 'a,b\n1,2'],
  ['a line without numbers', 'x_px,y_px,width_px,height_px,class\n1,2,3,x,benign'],
  ['a box without area', 'x_px,y_px,width_px,height_px,class\n1,2,0,4,benign'],
  ['a number that is none', 'x_px,y_px,width_px,height_px,class\n1,2,Infinity,4,benign'],
  ['JSON that is cut off', '{"features": ['],
  ['a shape that is none', '{"features":[{"geometry":{"type":"Circle","coordinates":[1,2]}}]}'],
])('%s is refused in plain words', (_, text) => {
  expect(codeOf(() => parseLabels(text, classes))).toBe('argument-invalid');
});

test('a wrong line is told by its number', () => {
  const text = 'x_px,y_px,width_px,height_px,class\n1,2,3,4,benign\n\n1,2,,4,benign';
  expect(labErrorOf(() => parseLabels(text, classes)).message).toContain('Line 4');
});

test('more labels than any slide has cells are refused', () => {
  const text = `x_px,y_px,width_px,height_px,class\n${'1,2,3,4,benign\n'.repeat(500_001)}`;
  expect(labErrorOf(() => parseLabels(text, classes)).message).toContain('500001 labels');
});

const edge = fc.double({ min: 0.5, max: 1e5, noNaN: true });
const corner = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const label = fc.record({
  box: fc.record({ xPx: corner, yPx: corner, widthPx: edge, heightPx: edge }),
  fieldName: fc.option(fc.stringMatching(/^[a-z0-9 ",;\t_-]{0,6}x$/), { nil: undefined }),
  className: fc.constantFrom(...verdicts),
});

test('what is written as CSV is read as it was', () => {
  fc.assert(
    fc.property(fc.array(label), (labels) => {
      const read = parseLabels(formatLabelCsv(labels), classes).labels;
      const wanted = labels.map(({ className, fieldName, box }) => {
        return { verdict: className, fieldName: fieldName?.trim(), box: withoutMinusZero(box) };
      });
      expect(read).toEqual(wanted);
    }),
  );
});

test('what is written as GeoJSON is read as it was', () => {
  fc.assert(
    fc.property(fc.array(label), (labels) => {
      const whole = labels.map(({ box, ...one }) => ({ ...one, box: roundBox(box) }));
      expect(parseLabels(formatLabelGeoJson(whole), classes).labels).toEqual(
        whole.map(({ className, box }) => ({ verdict: className, fieldName: undefined, box })),
      );
    }),
  );
});

test('no text makes it fail otherwise than in the words of the lab', () => {
  const nearly = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string().map((text) => `x_px,y_px,width_px,height_px,class,field\n${text}`),
  );
  fc.assert(
    fc.property(nearly, (text) => {
      try {
        parseLabels(text, classes);
      } catch (error) {
        expect(error).toBeInstanceOf(LabError);
      }
    }),
  );
});

function withoutMinusZero(box: LabelInFile['box']): LabelInFile['box'] {
  return { ...box, xPx: box.xPx + 0, yPx: box.yPx + 0 };
}

function roundBox({ xPx, yPx, widthPx, heightPx }: LabelInFile['box']): LabelInFile['box'] {
  return {
    ...{ xPx: Math.round(xPx) + 0, yPx: Math.round(yPx) + 0 },
    ...{ widthPx: Math.ceil(widthPx), heightPx: Math.ceil(heightPx) },
  };
}
