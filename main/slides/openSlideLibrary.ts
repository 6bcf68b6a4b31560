import { existsSync } from 'node:fs';
import koffi from 'koffi';
import { LabError } from '../domain/labError.ts';

/** Loads OpenSlide's shared library and asks for its version, such as "4.0.1".
 *  @param libraryPath where set-up puts it
 *  @throws LabError 'openslide-missing' when it is not there or does not load */
export function readOpenSlideVersion(libraryPath: string): string {
  if (!existsSync(libraryPath)) {
    throw new LabError(
      'openslide-missing',
      `OpenSlide's library is not set up: ${libraryPath} is missing. Run \`npm run setup\`.`,
      { libraryPath },
    );
  }
  try {
    const library = koffi.load(libraryPath);
    const readVersion = library.func('const char *openslide_get_version(void)');
    const version: unknown = readVersion();
    if (typeof version !== 'string') throw new TypeError(`openslide_get_version gave ${String(version)}`);
    return version;
  } catch (cause) {
    throw new LabError(
      'openslide-missing',
      `OpenSlide's library ${libraryPath} does not load. Remove it and run \`npm run setup\`.`,
      { libraryPath },
      { cause },
    );
  }
}
