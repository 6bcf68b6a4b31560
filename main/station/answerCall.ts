import { assertNever } from '../domain/assertNever.ts';
import type { SlideHandle, TileService } from '../slides/tiles.ts';
import type { StationCall } from './messages.ts';
import type { OpenedLab } from './openLab.ts';

/** What answers. */
export interface AnsweringStation {
  readonly tiles: TileService;
  /** opens it when it is first needed; rejects for a station without one */
  readonly lab: () => Promise<OpenedLab>;
}

/** Does what one call asks for.
 *  @returns what the client's method of that name gives
 *  @throws LabError of what the call does */
export async function answerCall(
  { tiles, lab }: AnsweringStation,
  request: StationCall,
  signal: AbortSignal,
): Promise<unknown> {
  switch (request.call) {
    case 'openSlide': {
      const { entry, sha256, fingerprint } = request;
      return tiles.open(entry, { sha256, fingerprint, signal });
    }
    case 'readTile': {
      const { handle, tile, ifNoneMatch } = request;
      return tiles.readTile(handle as SlideHandle, tile, { ifNoneMatch, signal });
    }
    case 'readThumbnail': {
      const { handle, maxPx, ifNoneMatch } = request;
      return tiles.readThumbnail(handle as SlideHandle, maxPx, { ifNoneMatch, signal });
    }
    case 'readAssociatedImage': {
      const { handle, name, ifNoneMatch } = request;
      return tiles.readAssociatedImage(handle as SlideHandle, name, { ifNoneMatch, signal });
    }
    case 'closeSlide':
      return tiles.close(request.handle as SlideHandle);
    case 'start':
      await lab();
      return undefined;
    case 'isBusy':
      return (await lab()).isBusy;
    case 'reportPath':
      return (await lab()).readReportPath(request.reportId);
    case 'lab': {
      const { name, args, grants } = request;
      return (await lab()).call(name, args, { grants, signal });
    }
    case 'picture': {
      const { path, ifNoneMatch } = request;
      return (await lab()).readPicture(path, { ifNoneMatch, signal });
    }
    default:
      return assertNever(request);
  }
}
