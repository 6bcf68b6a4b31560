import { expect, test } from 'vitest';
import { formatModelCard } from '../../../main/domain/formatModelCard.ts';
import type { ModelCard } from '../../../main/domain/modelCard.ts';
import { parseModelCard } from '../../../main/domain/parseModelCard.ts';
import { describeLineage, describeParent } from '../../../main/workflows/describeLineage.ts';
import { aModelCard } from '../../helpers/aModelCard.ts';

const parent = { name: 'ours', version: '1.0.0', sha256: 'c'.repeat(64) };

test('a model names what it goes on from in a field of its own, and a card of before in its citation', () => {
  const card = aModelCard({ parent });
  expect(describeParent(card)).toBe('ours-1.0.0');
  const old = aModelCard();
  expect(describeParent(old)).toBeUndefined();
  const { dataset } = old;
  expect(describeParent({ ...old, dataset: { ...dataset, citation: 'goes on from older-0.9.0' } })).toBe(
    'older-0.9.0',
  );
  const cards = new Map<string, ModelCard>([
    ['mine-1.0.0', card],
    ['ours-1.0.0', aModelCard({ dataset: { ...dataset, citation: 'goes on from older-0.9.0' } })],
  ]);
  expect(describeLineage(undefined, 'mine-1.0.0', (name) => cards.get(name))).toEqual([
    'mine-1.0.0',
    'ours-1.0.0',
    'older-0.9.0',
  ]);
});

test('the card says for people what it goes on from, how much learned, and where the training stopped', () => {
  const { training } = aModelCard();
  const card = aModelCard({
    parent,
    training: { ...training, learned: 'head', stopped: { epoch: 29, reason: 'loss-not-a-number' } },
  });
  const text = formatModelCard(card);
  expect(text).toContain(
    `| Goes on from | ours 1.0.0, SHA-256 \`${parent.sha256}\`; learned: the dense layer`,
  );
  expect(text).toContain('stopped in epoch 29');
  expect(formatModelCard(aModelCard())).not.toContain('Goes on from');
});

test('cards are read as they were written, of before or with a parent; others are refused with the reason', () => {
  for (const card of [aModelCard(), aModelCard({ parent })])
    expect(parseModelCard(JSON.parse(JSON.stringify(card)))).toEqual({ card });
  expect(parseModelCard({ ...aModelCard(), schemaVersion: 2 })).toMatchObject({
    problem: expect.stringContaining('schema version 2'),
  });
  expect(parseModelCard(undefined)).toMatchObject({ problem: expect.stringContaining('cannot be read') });
});
