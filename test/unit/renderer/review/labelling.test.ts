import { expect, test } from 'vitest';
import { isBlastLike } from '../../../../main/domain/cellClass.ts';
import { cellsToExclude } from '../../../../main/domain/cellsToExclude.ts';
import { defaultLabSettings } from '../../../../main/domain/labSettings.ts';
import { boxRevision } from '../../../../renderer/components/common/boxRevision.ts';
import { shareOutOfReach } from '../../../../renderer/components/differential/describeShare.ts';
import { cropEdgePx, pictureEdgePx } from '../../../../renderer/components/review/cropEdge.ts';
import { countSeen } from '../../../../renderer/components/review/mustSee.ts';
import { overlayVerdicts } from '../../../../renderer/components/review/overlayVerdicts.ts';
import { type PressedKey, readReviewKey } from '../../../../renderer/components/review/readReviewKey.ts';
import { reviewStateAt } from '../../../../renderer/components/review/reviewState.ts';
import { aCellTable } from '../../../helpers/aCellTable.ts';

const { classes } = defaultLabSettings;

function press(key: string, held: Partial<PressedKey> = {}, isInGallery = true) {
  const pressed = { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held };
  return readReviewKey(pressed, { classes, isInGallery });
}

test('labels that are on their way show at once, the last one said of a cell wins', () => {
  const table = aCellTable([{ id: 7 }, { id: 8 }, { id: 9, verdict: 2, seen: 1 }]);
  const shown = overlayVerdicts(table, [
    { number: 0, cellIds: [7, 8], verdict: 'pro-b' },
    { number: 1, cellIds: [8, 9], verdict: undefined },
  ]);
  expect([...shown.verdict]).toEqual([3, -1, -1]);
  expect([...shown.seen]).toEqual([1, 1, 1]);
  expect([...table.verdict]).toEqual([-1, -1, 2]);
  expect(overlayVerdicts(table, [])).toBe(table);
});

test('a digit or letter of the lab gives its class, also when a button has the focus', () => {
  expect(press('4')).toEqual({ kind: 'label', verdict: 'pro-b' });
  expect(press('4', {}, false)).toEqual({ kind: 'label', verdict: 'pro-b' });
  const own = { ...classes, benign: { ...classes.benign, key: 'n' } };
  const pressed = { key: 'n', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  expect(readReviewKey(pressed, { classes: own, isInGallery: true })).toEqual({
    kind: 'label',
    verdict: 'benign',
  });
});

test('arrows, Enter and Space stay with a button that has the focus', () => {
  for (const key of ['ArrowLeft', 'Enter', ' ', 'Backspace'])
    expect([press(key)?.kind, press(key, {}, false)]).toEqual([expect.any(String), undefined]);
  expect(press('ArrowDown', { shiftKey: true })).toEqual({ kind: 'move', move: 'down', isExtending: true });
});

test('undo and redo have the keys that people know, and a browser keeps its own', () => {
  expect(press('z', { ctrlKey: true })).toEqual({ kind: 'undo' });
  expect(press('Z', { ctrlKey: true, shiftKey: true })).toEqual({ kind: 'redo' });
  expect(press('y', { metaKey: true })).toEqual({ kind: 'redo' });
  expect(press('4', { ctrlKey: true })).toBeUndefined();
  expect(press('4', { altKey: true })).toBeUndefined();
});

test('blast-like, unidentified and unjudged cells have to be seen, benign ones not', () => {
  const table = aCellTable([
    { seen: 1 },
    { verdict: 1, seen: 1 },
    { verdict: 4 },
    { verdict: 5 },
    { probabilities: undefined },
  ]);
  expect(countSeen(table, isBlastLike)).toEqual({ mustSeeCount: 3, seenCount: 1 });
});

test('a verdict confirms the model or corrects it', () => {
  const table = aCellTable([
    {},
    { seen: 1 },
    { verdict: 0 },
    { verdict: 3 },
    { probabilities: undefined, verdict: 0 },
  ]);
  const states = [0, 1, 2, 3, 4].map((row) => reviewStateAt(table, row));
  expect(states).toEqual(['unseen', 'seen', 'confirmed', 'corrected', 'corrected']);
});

test('crops of a slide have one scale that a single clump does not set', () => {
  const cells = [...Array.from({ length: 99 }, () => ({ widthPx: 60 })), { widthPx: 900 }];
  expect(cropEdgePx(aCellTable(cells))).toBe(80);
  expect([pictureEdgePx(60), pictureEdgePx(129), pictureEdgePx(5000)]).toEqual([64, 160, 768]);
});

test('a reshaped cell has another picture', () => {
  expect(boxRevision(aCellTable([{ widthPx: 60 }]), 0)).not.toBe(
    boxRevision(aCellTable([{ widthPx: 61 }]), 0),
  );
});

test('the hint names the largest share that the count cannot exclude', () => {
  expect(shareOutOfReach(50, cellsToExclude)).toBe(0.05);
  expect(shareOutOfReach(200, cellsToExclude)).toBe(0.01);
  expect(shareOutOfReach(400, cellsToExclude)).toBeUndefined();
});
