import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../../main/setup/planRuntimes.ts';
import { chooseCacheFolder, openSlideLibraryPath } from '../../../main/setup/runtimePaths.ts';

describe('the cache folder', () => {
  test.each<[string, NodeJS.ProcessEnv, NodeJS.Platform, string]>([
    ['Linux', {}, 'linux', '/home/ada/.cache/blastscope'],
    ['Linux with XDG', { XDG_CACHE_HOME: '/scratch' }, 'linux', '/scratch/blastscope'],
    ['a Mac', {}, 'darwin', '/home/ada/Library/Caches/blastscope'],
    ['Windows', { LOCALAPPDATA: '/local' }, 'win32', '/local/blastscope/Cache'],
    ['Windows without its variable', {}, 'win32', '/home/ada/AppData/Local/blastscope/Cache'],
    ['a lab that chose its own', { BLASTSCOPE_CACHE: '/lab', XDG_CACHE_HOME: '/scratch' }, 'linux', '/lab'],
    ['a relative folder', { BLASTSCOPE_CACHE: 'lab' }, 'linux', join(process.cwd(), 'lab')],
    [
      'an empty variable',
      { BLASTSCOPE_CACHE: '', XDG_CACHE_HOME: '' },
      'linux',
      '/home/ada/.cache/blastscope',
    ],
  ])('of %s is where its users expect it', (_name, environment, platform, folder) => {
    expect(chooseCacheFolder(environment, platform, '/home/ada')).toBe(folder);
  });
});

test("OpenSlide's library is found in the cache by the slides folder's checks", () => {
  const host: Host = { platform: 'linux', arch: 'x64', hasGlibc: true };
  expect(openSlideLibraryPath('/lab', host)).toBe(
    '/lab/wheels/openslide-bin-4.0.1.2-manylinux_2_28_x86_64/openslide_bin/libopenslide.so.1',
  );
});
