import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCnmcFileName } from '../../../main/exchange/cnmcFileName.ts';
import { parseCocoInstances } from '../../../main/exchange/cocoInstances.ts';
import { parseVocAnnotation } from '../../../main/exchange/vocAnnotation.ts';
import { parseYoloBoxes, parseYoloNames } from '../../../main/exchange/yoloLabels.ts';

test.each([
  ['a flow list', "nc: 3\nnames: ['WBC', 'RBC','Platelets']"],
  ['a flow list over lines', 'names: [\n  "WBC", # white\n  RBC,\n  Platelets\n]\nnc: 3'],
  ['a block of dashes', 'names:\n- WBC\n- "RBC"\n- Platelets\ntrain: images'],
  ['a block by number', "path: x\nnames:\n  0: WBC\n\n  2: Platelets\n  1: 'RBC' # red\ntrain: a"],
  ['a flow map', 'names: {0: WBC, 1: RBC, 2: Platelets}'],
])('class names of a YOLO dataset are read as %s', (_, yaml) => {
  expect(parseYoloNames(yaml, 'data.yaml')).toEqual(['WBC', 'RBC', 'Platelets']);
});

test.each([
  ['without names', 'train: images/train\nnc: 2'],
  ['with names that end nowhere', "names: ['WBC', 'RBC'"],
  ['with one name for all', 'names: WBC'],
  ['with a number twice', 'names:\n  0: WBC\n  0: RBC'],
  ['with a number left out', 'names:\n  0: WBC\n  2: RBC'],
  ['of another kind', '<annotation/>'],
])('a data.yaml %s is refused by name', (_, yaml) => {
  expect(() => parseYoloNames(yaml, 'smears/data.yaml')).toThrow(
    /smears\/data\.yaml has no list of class names/,
  );
});

test('a damaged line of YOLO labels is told by its number and the others stand', () => {
  const text = '0 0.5 0.5 0.2 0.4\n0 0.5 0.5 0.2\n7 0.5 0.5 0.1 0.1\n1 a 0.5 0.1 0.1\n';
  const { labels, faults } = parseYoloBoxes(text, ['WBC', 'RBC']);
  expect(labels.map(({ className, line }) => [className, line])).toEqual([
    ['WBC', 1],
    ['RBC', 4],
  ]);
  expect(labels[0]?.box).toMatchObject({ xPx: 0.4, widthPx: 0.2, heightPx: 0.4, unit: 'fraction' });
  // what is no number stays one that the judge of boxes refuses
  expect(labels[1]?.box?.xPx).toBeNaN();
  expect(faults).toEqual([
    { line: 2, message: expect.stringContaining('is not "class x y width height"') },
    { line: 3, message: expect.stringContaining('no class 7') },
  ]);
});

const voc = (objects: string) =>
  `<annotation><filename>a.jpg</filename><size><width>640</width><height>480</height><depth>3</depth></size>${objects}</annotation>`;
const vocObject = (name: string, box: string) =>
  `<object><name>${name}</name><bndbox>${box}</bndbox></object>`;
const vocBox = '<xmin>260</xmin><ymin>177</ymin><xmax>491</xmax><ymax>376</ymax>';

test('an annotation of Pascal VOC gives boxes in pixels', () => {
  const read = parseVocAnnotation(voc(vocObject('WBC', vocBox)));
  expect(read).toEqual({
    pictureName: 'a.jpg',
    size: { widthPx: 640, heightPx: 480 },
    labels: [
      {
        className: 'WBC',
        line: undefined,
        box: { xPx: 260, yPx: 177, widthPx: 231, heightPx: 199, unit: 'px' },
      },
    ],
    faults: [],
  });
});

test('an object without a box is a fault, and a picture without objects is read', () => {
  const read = parseVocAnnotation(voc(`<object><name>WBC</name></object>${vocObject('RBC', vocBox)}`));
  expect(read.faults).toEqual([{ line: undefined, message: 'object 1 has no name, or no box' }]);
  expect(read.labels.map(({ className }) => className)).toEqual(['RBC']);
  expect(parseVocAnnotation(voc('')).labels).toEqual([]);
});

test('truncated XML is refused, wherever it ends', () => {
  const whole = voc(vocObject('WBC', vocBox));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
      expect(() => parseVocAnnotation(whole.slice(0, length))).toThrow(
        expect.objectContaining({ code: 'dataset-invalid' }),
      );
    }),
  );
});

test('entities of an XML file are not followed', () => {
  const bomb = `<!DOCTYPE a [<!ENTITY x "WBC">]>${voc(vocObject('&x;', vocBox))}`;
  const read = () => parseVocAnnotation(bomb).labels.map(({ className }) => className);
  expect(read()).toEqual(['&x;']);
});

const coco = {
  images: [{ id: 1, file_name: 'a.jpg', width: 100, height: 80 }, { id: 2, file_name: 'b.jpg' }, { id: 3 }],
  categories: [{ id: 5, name: 'WBC' }],
  annotations: [
    { id: 10, image_id: 1, category_id: 5, bbox: [1, 2, 30, 40] },
    { id: 11, image_id: 9, category_id: 5, bbox: [1, 2, 30, 40] },
    { id: 12, image_id: 1, category_id: 6, bbox: [1, 2, 30, 40] },
    { id: 13, image_id: 1, category_id: 5, bbox: [1, 2, 30] },
    { id: 14, image_id: 1, category_id: 5, bbox: [1, 2, 30, 40], iscrowd: 1 },
  ],
};

test('a COCO file gives its pictures with their labels, and names what cannot be used', () => {
  const { pictures, faults } = parseCocoInstances(JSON.stringify(coco));
  expect(pictures).toEqual([
    {
      pictureName: 'a.jpg',
      size: { widthPx: 100, heightPx: 80 },
      labels: [
        { className: 'WBC', line: undefined, box: { xPx: 1, yPx: 2, widthPx: 30, heightPx: 40, unit: 'px' } },
      ],
    },
    { pictureName: 'b.jpg', size: undefined, labels: [] },
  ]);
  expect(faults.map(({ message }) => message)).toEqual([
    expect.stringContaining('image 3'),
    expect.stringContaining('annotation 11 is of image 9'),
    expect.stringContaining('annotation 12 is of category 6'),
    expect.stringContaining('annotation 4 of the list'),
    expect.stringContaining('annotation 14 marks a crowd'),
  ]);
});

test.each([
  '{"images": [',
  '[]',
  '{"images": []}',
  'null',
  '{"images":[],"annotations":[],"categories":[{"id":1}]}',
])('what is no COCO file is refused: %s', (text) => {
  expect(() => parseCocoInstances(text)).toThrow(expect.objectContaining({ code: 'dataset-invalid' }));
});

test.each([
  ['UID_1_2_2_all.bmp', { patient: '1', className: 'all' }],
  ['UID_53_4_8_all.bmp', { patient: '53', className: 'all' }],
  ['UID_H10_47_2_hem.bmp', { patient: 'H10', className: 'hem' }],
  ['UID_h3_4_1_hem.bmp', { patient: 'H3', className: 'hem' }],
  ['UID_1_2_all.bmp', undefined],
  ['1.bmp', undefined],
])('the name of a C-NMC picture says patient and class: %s', (name, said) => {
  expect(parseCnmcFileName(name)).toEqual(said);
});
