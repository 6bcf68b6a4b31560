import { describe, expect, test } from 'vitest';
import { splitFullName, suggestVersion } from '../../../../renderer/components/training/suggestVersion.ts';

const model = (name: string, version: string) => ({ name, version });

describe('the version that is suggested for a new training', () => {
  test('is 1.0.0 for a name that no model has', () => {
    expect(suggestVersion('mine', [model('other', '7.0.0')])).toBe('1.0.0');
  });

  test('follows the newest by number, not by letter', () => {
    const taken = [model('mine', '1.9.0'), model('mine', '1.10.3'), model('mine', '1.2.0')];
    expect(suggestVersion('mine', taken)).toBe('1.11.0');
  });

  test('is never one that is taken', () => {
    const taken = [model('mine', '2.0.0'), model('mine', '2.1.0'), model('mine', '1.99.0')];
    expect(taken.map(({ version }) => version)).not.toContain(suggestVersion('mine', taken));
  });
});

test.each([
  ['mine-1.0.0', { name: 'mine', version: '1.0.0' }],
  ['blast-classifier-10.2.33', { name: 'blast-classifier', version: '10.2.33' }],
  ['a-1.0.0-2.0.0', { name: 'a-1.0.0', version: '2.0.0' }],
  ['mine', undefined],
  ['mine-1.0', undefined],
])('%s is read as a name and a version', (fullName, expected) => {
  expect(splitFullName(fullName)).toEqual(expected);
});
