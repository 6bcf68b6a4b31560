import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { BatchSummary } from '../../main/domain/batchSummary.ts';
import type { FolderState } from '../../main/domain/watchedFolder.ts';
import type { Grant } from '../../preload/contract/shellCalls.ts';
import { aWorklistRow } from '../helpers/aWorklistRow.ts';
import { findBarriers, themes } from './findBarriers.ts';
import { showWindow } from './showWindow.tsx';

const [blasts, broken, cut] = [aWorklistRow(1, {}), aWorklistRow(2, {}), aWorklistRow(3, {})];
const night: BatchSummary = {
  since: '2026-11-28T18:00:00.000Z',
  ...{ doneCount: 118, skippedCount: 3, cancelledCount: 1, failedCount: 2, waitingCount: 0 },
  failures: [
    {
      ...{ code: 'slide-unreadable', count: 2 },
      slides: [
        { slideId: broken.slideId, name: 'smear-2', message: 'smear-2 ends in the middle of a picture.' },
        { slideId: cut.slideId, name: 'smear-3', message: 'smear-3 ends in the middle of a picture.' },
      ],
    },
  ],
  forPerson: [
    {
      ...{ slideId: blasts.slideId, name: 'smear-1', unseenCount: 42, failedFieldCount: 1 },
      warnings: ['The red cells contradict the pixel size.'],
    },
  ],
};

describe('the summary', () => {
  const show = (summary: BatchSummary, theme: (typeof themes)[number] = 'light') =>
    showWindow({
      ...{ rows: [blasts, broken, cut], settings: { theme } },
      answers: { readBatchSummary: async () => summary },
    });
  const open = () => page.getByRole('button', { name: 'Summary' }).click();

  test('says how many, which need a person, and why others failed', async () => {
    const lab = await show(night);
    await open();
    const dialog = page.getByRole('dialog', { name: 'What was scanned' });
    await expect.element(dialog.getByText('118')).toBeVisible();
    await expect.element(dialog.getByText('For a person: 1 slide')).toBeVisible();
    await expect.element(dialog.getByText('The slide cannot be read (2)')).toBeVisible();
    await expect.element(dialog.getByText('1 field could not be read.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Try all 2 again' }).click();
    await expect
      .poll(() => lab.calls.find(({ call }) => call === 'scanAgain')?.args)
      .toEqual({
        ...{ slideIds: [broken.slideId, cut.slideId], isForced: false },
      });
    await dialog.getByRole('button', { name: 'Review smear-1' }).click();
    await expect.poll(() => location.hash).toBe(`#/review/${blasts.slideId}`);
  });

  test('asks anew for another time', async () => {
    const lab = await show({ ...night, failures: [], forPerson: [], doneCount: 0, skippedCount: 0 });
    await open();
    await page.getByRole('button', { name: '7 days' }).click();
    const asked = () =>
      lab.calls.flatMap(({ call, args }) =>
        call === 'readBatchSummary' ? [(args as { readonly since: string }).since] : [],
      );
    await expect.poll(() => asked().length).toBe(2);
    const [evening = '', week = ''] = asked();
    expect(Date.parse(evening) - Date.parse(week)).toBeGreaterThan(5 * 86_400_000);
  });

  test('of a time without scans says so', async () => {
    const none = { doneCount: 0, skippedCount: 0, cancelledCount: 0, failedCount: 0, waitingCount: 0 };
    await show({ ...night, ...none, failures: [], forPerson: [] });
    await open();
    await expect.element(page.getByText('No scan ended in this time.')).toBeVisible();
  });

  test.each(themes)('has nothing in the way of anybody, %s', async (theme) => {
    await show(night, theme);
    await open();
    await expect.element(page.getByText('For a person: 1 slide')).toBeVisible();
    expect(await findBarriers()).toEqual([]);
  });
});

describe('watched folders', () => {
  const incoming: FolderState = {
    ...{ id: '00000000-0000-7000-8000-000000000001', path: '/scanner/incoming', isPolled: false },
    ...{ addedBy: 'Ada', addedAt: '2026-11-28T18:00:00.000Z', problem: undefined },
  };

  test('are added by a dialog, polled, and let go', async () => {
    let folders: readonly FolderState[] = [];
    const lab = await showWindow({
      path: '/settings',
      answers: {
        listWatchedFolders: async () => folders,
        chooseFiles: async () => [
          {
            id: 'grant-00000000-0000-4000-8000-000000000000' as Grant['id'],
            ...{ name: 'incoming', kind: 'folder' },
          } as const,
        ],
        watchFolder: async () => {
          folders = [incoming];
          return folders;
        },
        changeWatchedFolder: async ({ isPolled }) => {
          folders = folders.map((one) => ({ ...one, isPolled }));
          return folders;
        },
        unwatchFolder: async () => {
          folders = [];
          return folders;
        },
      },
    });
    await page.getByRole('button', { name: 'Watch a folder…' }).click();
    await expect.element(page.getByText('/scanner/incoming')).toBeVisible();
    const poll = page.getByRole('switch', { name: 'On a network share: look by the clock' });
    await poll.click();
    await expect.element(poll).toBeChecked();
    folders = folders.map((one) => ({ ...one, problem: 'The share is away.' }));
    lab.emit('folders-changed', {});
    await expect.element(page.getByText('The share is away.')).toBeVisible();
    await page.getByRole('button', { name: 'Watch /scanner/incoming no longer' }).click();
    await expect.element(page.getByText('/scanner/incoming')).not.toBeInTheDocument();
  });
});
