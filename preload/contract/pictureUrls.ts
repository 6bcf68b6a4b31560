import type { CellId } from '../../main/domain/ids.ts';
import type { SlideId } from '../../main/domain/slide.ts';

/* Addresses of pictures and reports: the window asks for them like for any image, Electron main reads them apart
 * and asks the station. They are relative to the window's own origin. */

export type PictureRequest =
  | {
      readonly kind: 'tile';
      readonly slideId: SlideId;
      readonly level: number;
      readonly column: number;
      readonly row: number;
    }
  | { readonly kind: 'thumbnail'; readonly slideId: SlideId; readonly maxPx: number }
  | { readonly kind: 'associated'; readonly slideId: SlideId; readonly name: string }
  | {
      readonly kind: 'cell';
      readonly slideId: SlideId;
      readonly cellId: CellId;
      /** edge of the square that is shown, full-resolution slide pixels */
      readonly edgePx: number;
      /** edge of the picture */
      readonly outPx: number;
    }
  | { readonly kind: 'report'; readonly reportId: string }
  | { readonly kind: 'report-preview'; readonly previewId: string };

export const picturePrefix = '/lab/';

/** @param version of OpenedForView */
export function tileUrl(
  slideId: SlideId,
  version: string,
  tile: { level: number; column: number; row: number },
): string {
  return `/lab/tile/${slideId}/${tile.level}/${tile.column}/${tile.row}?v=${encodeURIComponent(version)}`;
}

export function thumbnailUrl(slideId: SlideId, maxPx: number): string {
  return `/lab/thumbnail/${slideId}/${maxPx}`;
}

/** Label, macro … */
export function associatedImageUrl(slideId: SlideId, name: string): string {
  return `/lab/associated/${slideId}/${encodeURIComponent(name)}`;
}

/** The square about a cell's box. A reshaped cell has another picture under another `revision`. */
export function cellUrl(
  slideId: SlideId,
  cellId: CellId,
  size: { readonly edgePx: number; readonly outPx: number; readonly revision?: number },
): string {
  const version = size.revision === undefined ? '' : `?v=${size.revision}`;
  return `/lab/cell/${slideId}/${cellId}/${Math.round(size.edgePx)}/${Math.round(size.outPx)}${version}`;
}

export function reportUrl(reportId: string): string {
  return `/lab/report/${reportId}`;
}

export function reportPreviewUrl(previewId: string): string {
  return `/lab/report-preview/${previewId}`;
}

const uuid = /^[0-9a-f-]{36}$/;

/** What a path asks for; undefined when it is none of the above. */
export function parsePictureUrl(pathname: string): PictureRequest | undefined {
  if (!pathname.startsWith(picturePrefix)) return undefined;
  const [kind, id = '', ...rest] = pathname.slice(picturePrefix.length).split('/');
  if (!uuid.test(id)) return undefined;
  const slideId = id as SlideId;
  const [a, b, c] = rest.map(readWhole);
  switch (kind) {
    case 'tile':
      return rest.length === 3 && a !== undefined && b !== undefined && c !== undefined
        ? { kind, slideId, level: a, column: b, row: c }
        : undefined;
    case 'thumbnail':
      return rest.length === 1 && a !== undefined ? { kind, slideId, maxPx: a } : undefined;
    case 'associated':
      return rest.length === 1 && rest[0] !== '' ? readName(slideId, rest[0] ?? '') : undefined;
    case 'cell':
      return rest.length === 3 && a !== undefined && a > 0 && b !== undefined && c !== undefined
        ? { kind, slideId, cellId: String(a) as CellId, edgePx: b, outPx: c }
        : undefined;
    case 'report':
      return rest.length === 0 ? { kind, reportId: id } : undefined;
    case 'report-preview':
      return rest.length === 0 ? { kind, previewId: id } : undefined;
    default:
      return undefined;
  }
}

function readWhole(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function readName(slideId: SlideId, encoded: string): PictureRequest | undefined {
  try {
    return { kind: 'associated', slideId, name: decodeURIComponent(encoded) };
  } catch {
    return undefined; // no valid percent-encoding
  }
}
