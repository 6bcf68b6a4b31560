import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkLayers } from './helpers/checkLayers.ts';
import { checkStyle } from './helpers/checkStyle.ts';
import { findCycles } from './helpers/findCycles.ts';
import { importRules } from './helpers/importRules.ts';
import { listMainFolders, listMissingReadmes } from './helpers/listMissingReadmes.ts';
import { readSources } from './helpers/sourceText.ts';

const rootFolder = path.join(import.meta.dirname, '..');
const sources = readSources(rootFolder, ['main', 'preload', 'renderer', 'test']);
const plantFolder = mkdtempSync(path.join(tmpdir(), 'blastscope-layers-'));
afterAll(() => rmSync(plantFolder, { recursive: true, force: true }));

describe('the program', () => {
  test('keeps to its import rules', () => expect(checkLayers(sources, importRules)).toEqual([]));

  test('has no import cycle', () => expect(findCycles(sources)).toEqual([]));

  test('keeps to what a parser can see of its style', () => expect(checkStyle(sources)).toEqual([]));

  test('explains each folder in a README', () => expect(listMissingReadmes(rootFolder)).toEqual([]));

  test('has an import rule for each folder of main, and none for a folder that is gone', () => {
    const ruled = importRules.folders.map(({ folder }) => folder);
    expect([...listMainFolders(rootFolder), 'preload', 'renderer'].sort()).toEqual(ruled.sort());
  });

  test('is seen whole by these checks', () => {
    const seen = sources.map((source) => source.path);
    expect(seen).toContain('main/domain/cell.ts');
    expect(seen).toContain('test/layers.test.ts');
  });
});

describe('a planted breach is named', () => {
  test.each([
    ['main/domain/cell.ts', "import { readFileSync } from 'node:fs';", 'must run without Node'],
    ['main/domain/cell.ts', "import fs from 'fs/promises';", 'must run without Node'],
    ['main/domain/cell.ts', "import type { Db } from '../database/open.ts';", 'main/database/open.ts'],
    ['main/domain/cell.ts', "import sharp from 'sharp';", 'library sharp'],
    ['main/domain/cell.ts', "import lodash from 'lodash';", 'library lodash, which no rule admits'],
    ['main/slides/open.ts', "export * from '../detection/cellFinder.ts';", 'main/detection/cellFinder.ts'],
    ['main/slides/formats/svs.ts', "import { a } from '../../network/a.ts';", 'main/network/a.ts'],
    ['main/network/train.ts', "type T = import('../slides/a.ts').A;", 'main/slides/a.ts'],
    ['main/reports/render.ts', "const a = await import('../database/open.ts');", 'main/database/open.ts'],
    ['main/compute/scanSlide.ts', "import { open } from '../database/open.ts';", 'main/database/open.ts'],
    ['main/workflows/scan.ts', "import { a } from '../network/a.ts';", 'main/network/a.ts'],
    ['main/workflows/scan.ts', "import { a } from '../compute/scanSlide.ts';", 'main/compute/scanSlide.ts'],
    ['main/workflows/scan.ts', "import { a } from '../setup/a.ts';", 'main/setup/a.ts'],
    ['main/cli/scan.ts', "import { listCells } from '../database/cells.ts';", 'main/database/cells.ts'],
    ['main/electron/window.ts', "import { openSlide } from '../slides/openSlide.ts';", 'main/slides'],
    ['main/electron/window.ts', "import { a } from '../domain/cell.ts';", 'types only'],
    ['main/slides/open.ts', "import tf from '@tensorflow/tfjs-node-gpu';", '@tensorflow/tfjs-node-gpu'],
    ['main/workflows/scan.ts', "import type Database from 'better-sqlite3';", 'library better-sqlite3'],
    ['main/network/load.ts', "import sharp from 'sharp';", 'library sharp'],
    ['main/setup/load.ts', "const k = require('koffi');", 'library koffi'],
    ['main/database/open.ts', "import { sign } from '@signpdf/signpdf';", 'library @signpdf/signpdf'],
    ['main/station/main.ts', "import { app } from 'electron';", 'library electron'],
    ['main/electron/window.ts', "import { Box } from '@mui/material/Box';", 'library @mui/material'],
    ['main/cli/a.js', "import OpenSeadragon from 'openseadragon';", 'library openseadragon'],
    ['preload/index.ts', "import { openDatabase } from '../main/database/open.ts';", 'main/database/open.ts'],
    ['preload/contract/cellCalls.ts', "import { app } from 'node:process';", 'must run without Node'],
    ['renderer/App.tsx', "import { scanFolder } from '../main/workflows/scanFolder.ts';", 'scanFolder.ts'],
    ['renderer/App.tsx', "import { ipcRenderer } from 'electron';", 'library electron'],
    ['main/slides/a.ts', "import { plain } from '../../test/helpers/plain.ts';", 'test/helpers/plain.ts'],
    ['main/slides/a.ts', 'const library = await import(pathOf(library));', 'computed name'],
    ['main/extra/a.ts', 'export const a = 1;', 'lies in no folder'],
  ])('%s: %s', (file, text, named) => {
    const breaches = checkLayers([{ path: file, text }], importRules);
    expect(breaches).toEqual([expect.stringContaining(named)]);
    expect(breaches[0]).toMatch(`${file}:1 `);
  });

  test('with the library asked for by createRequire', () => {
    const text = [
      "import { createRequire } from 'node:module';",
      'const load = createRequire(import.meta.url);',
      "const sqlite = load('better-sqlite3');",
      "const electron = createRequire(import.meta.url)('electron');",
    ].join('\n');
    expect(checkLayers([{ path: 'main/slides/a.ts', text }], importRules)).toEqual([
      expect.stringContaining('main/slides/a.ts:3 imports the library better-sqlite3'),
      expect.stringContaining('main/slides/a.ts:4 imports the library electron'),
    ]);
  });

  test('with the whole round of an import cycle, types included', () => {
    const planted = [
      { path: 'main/domain/a.ts', text: "import { b } from './b.ts';" },
      { path: 'main/domain/b.ts', text: "export type { C } from './deep/c.ts';" },
      { path: 'main/domain/deep/c.ts', text: "import type { A } from '../a.ts';" },
      { path: 'main/domain/d.ts', text: "import './a.ts';" },
    ];
    expect(findCycles(planted)).toEqual([
      'main/domain/a.ts -> main/domain/b.ts -> main/domain/deep/c.ts -> main/domain/a.ts',
    ]);
  });

  test.each([
    ['any', 'export const a = (cell: any) => cell;', ':1 has the type any'],
    ['!', 'export const a = cells[0]!.score;', ':1 asserts with !'],
    ['enum', "export enum Stain { Wright = 'wright' }", ':1 declares an enum'],
    ['export default', 'export default function scan() {}', ':1 has a default export'],
    ['a default export below', 'const a = 1;\nexport default a;', ':2 has a default export'],
    ['a name exported as default', 'const a = 1;\nexport { a as default };', ':2 has a default export'],
    ['301 lines', '\n'.repeat(301), ':301 is longer than 300 lines'],
  ])('in the style: %s', (_what, text, named) => {
    expect(checkStyle([{ path: 'main/slides/a.ts', text }])).toEqual([
      expect.stringContaining(`main/slides/a.ts${named}`),
    ]);
  });

  test('in a file on disk, of any source extension, however deep', () => {
    for (const [file, text] of [
      ['main/domain/deep/down/a.ts', "import 'electron';"],
      ['main/domain/b.mjs', "import 'sharp';"],
      ['renderer/pages/Slides.tsx', "const page = <p>{require('node:fs')}</p>;"],
    ] as const) {
      mkdirSync(path.dirname(path.join(plantFolder, file)), { recursive: true });
      writeFileSync(path.join(plantFolder, file), text);
    }
    expect(checkLayers(readSources(plantFolder, ['main', 'renderer']), importRules)).toEqual([
      expect.stringContaining('main/domain/b.mjs:1 imports the library sharp'),
      expect.stringContaining('main/domain/deep/down/a.ts:1 imports the library electron'),
      expect.stringContaining('renderer/pages/Slides.tsx:1 imports node:fs'),
    ]);
    expect(listMissingReadmes(plantFolder)).toContain('main/domain');
  });
});

test('what the rules allow passes', () => {
  const allowed = [
    ['main/domain/cell.ts', "import { z } from 'zod'; import type { A } from './a.ts';"],
    ['main/network/a.ts', "import { createRequire } from 'node:module'; import '../domain/cell.ts';"],
    ['main/compute/a.ts', "import '../detection/a.ts'; import '../network/a.ts'; import '../slides/a.ts';"],
    [
      'main/workflows/a.ts',
      "import '../compute/computeClient.ts'; import type { A } from '../compute/messages.ts';",
    ],
    [
      'main/cli/a.ts',
      "import '../setup/a.ts'; import '../database/open.ts'; import { Command } from 'commander';",
    ],
    ['main/setup/a.ts', "createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json');"],
    [
      'preload/index.ts',
      "import { ipcRenderer } from 'electron'; import type { A } from '../main/domain/a.ts';",
    ],
    [
      'renderer/App.tsx',
      "import { Box } from '@mui/material'; import type { L } from '../preload/contract.ts';",
    ],
    ['test/unit/a.test.ts', "import '../../main/database/cells.ts'; import Database from 'better-sqlite3';"],
  ].map(([file = '', text = '']) => ({ path: file, text }));
  expect(checkLayers(allowed, importRules)).toEqual([]);
});
