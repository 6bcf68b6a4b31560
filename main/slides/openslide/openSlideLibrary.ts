import { existsSync } from 'node:fs';
import { LabError } from '../../domain/labError.ts';
import { openSlideLibraryPath } from '../../setup/runtimePaths.ts';
import { bindOpenSlide, type OpenSlideLibrary } from './bindOpenSlide.ts';

let loaded: { readonly path: string; readonly library: OpenSlideLibrary } | undefined;

/** OpenSlide's library: the one that BLASTSCOPE_OPENSLIDE names, else the one that set-up fetched.
 *  @throws LabError 'openslide-missing' */
export function loadOpenSlide(): OpenSlideLibrary {
  const path = libraryPath();
  if (loaded?.path === path) return loaded.library;
  const library = loadFrom(path);
  loaded = { path, library };
  return library;
}

/** Loads OpenSlide's shared library and asks for its version, such as "4.0.1".
 *  @param path where set-up puts it
 *  @throws LabError 'openslide-missing' when it is not there or does not load */
export function readOpenSlideVersion(path: string): string {
  return loadFrom(path).version;
}

function libraryPath(): string {
  const chosen = process.env.BLASTSCOPE_OPENSLIDE;
  if (chosen !== undefined && chosen !== '') return chosen;
  try {
    return openSlideLibraryPath();
  } catch (cause) {
    throw new LabError(
      'openslide-missing',
      `This slide needs OpenSlide's library, which set-up does not have for this machine. Install OpenSlide 4 and name its library in BLASTSCOPE_OPENSLIDE.`,
      {},
      { cause },
    );
  }
}

function loadFrom(path: string): OpenSlideLibrary {
  if (!existsSync(path)) {
    throw new LabError(
      'openslide-missing',
      `OpenSlide's library is not set up: ${path} is missing. Run \`npm run setup\`.`,
      { libraryPath: path },
    );
  }
  try {
    return bindOpenSlide(path);
  } catch (cause) {
    throw new LabError(
      'openslide-missing',
      `OpenSlide's library ${path} does not load. Remove it and run \`npm run setup\`.`,
      { libraryPath: path },
      { cause },
    );
  }
}
