import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { acceptListAttributes } from '../../../main/setup/acceptListAttributes.ts';

const packageFolder = dirname(
  createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'),
);
const source = readFileSync(join(packageFolder, 'binding', 'tfjs_backend.cc'), 'utf8');

test('the installed binding learns lists of strings and of types, and loses no line', () => {
  const patched = acceptListAttributes(source);
  expect(patched).toContain('TFE_OpSetAttrStringList');
  expect(patched).toContain('TFE_OpSetAttrTypeList');
  const lines = new Set(patched.split('\n'));
  expect(source.split('\n').filter((line) => !lines.has(line))).toEqual([]);
});

test('the source of another version is refused, and so is one that has it already', () => {
  expect(() => acceptListAttributes('int main() {}')).toThrow(/npm ci/);
  expect(() => acceptListAttributes(source.replace('case TF_ATTR_TYPE: {', ''))).toThrow(/tfjs-node 4\.22/);
});
