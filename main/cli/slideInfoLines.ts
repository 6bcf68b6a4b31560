import type { PixelSize } from '../domain/pixelSize.ts';
import type { SlideInfo, SlideLevel } from '../domain/slideInfo.ts';
import type { RecordedSlide } from '../workflows/compareWithScan.ts';
import type { SlideDescription } from '../workflows/describeSlides.ts';

/* What `slides info` says. The JSON form is described in README.md and stable. */

/** One slide as the object of `slides info --json`. */
export function describeSlideInfo({
  entry,
  info,
  hash,
  failure,
  recorded,
}: SlideDescription): Readonly<Record<string, unknown>> {
  return {
    name: entry.name,
    path: entry.path,
    kind: entry.kind,
    format: info?.format ?? null,
    vendor: info?.vendor ?? null,
    widthPx: info?.widthPx ?? null,
    heightPx: info?.heightPx ?? null,
    levels: info?.levels ?? null,
    pixelSize: info?.pixelSize ?? recorded?.pixelSize ?? null,
    objectivePower: info?.objectivePower ?? null,
    associatedImages: info?.associatedImages ?? null,
    hasIccProfile: info?.hasIccProfile ?? null,
    fields: info?.fields?.length ?? null,
    failedFields:
      info?.fields?.flatMap(({ name, failure: reason }) =>
        reason === undefined ? [] : [{ name, ...reason }],
      ) ?? [],
    sizeBytes: hash?.sizeBytes ?? null,
    sha256: hash?.sha256 ?? null,
    scan: recorded === undefined ? null : { state: recorded.state, scannedAt: recorded.scannedAt ?? null },
    canBeScanned: failure === undefined,
    failure: failure === undefined ? null : { code: failure.code, message: failure.message },
  };
}

/** A slide as lines for people. */
export function formatSlideInfo({
  entry,
  info,
  hash,
  failure,
  recorded,
}: SlideDescription): readonly string[] {
  const rows: [string, string][] = [];
  if (info !== undefined) {
    rows.push(['format', formatFormat(info)]);
    rows.push(['size', `${formatSize(info)}${hash === undefined ? '' : `, ${formatBytes(hash.sizeBytes)}`}`]);
    rows.push(['levels', info.levels.map(formatLevel).join(', ')]);
    rows.push(['pixel size', formatPixelSize(info.pixelSize ?? recorded?.pixelSize)]);
    rows.push(['objective', info.objectivePower === undefined ? 'not said' : `${info.objectivePower}x`]);
    rows.push(['beside the smear', formatAssociated(info)]);
    rows.push(['colours', info.hasIccProfile ? 'ICC profile, applied' : 'taken as sRGB']);
    if (info.fields !== undefined) rows.push(['fields', formatFields(info)]);
  }
  if (hash !== undefined) rows.push(['SHA-256', hash.sha256]);
  if (recorded !== undefined) rows.push(['scanned', formatRecorded(recorded)]);
  rows.push(['can be scanned', failure === undefined ? 'yes' : `no [${failure.code}]`]);
  const width = Math.max(...rows.map(([heading]) => heading.length));
  return [entry.name, ...rows.map(([heading, text]) => `  ${heading.padEnd(width)}  ${text}`)];
}

const formatNames: Readonly<Record<SlideInfo['format'], string>> = {
  'field-folder': 'folder of camera fields',
  image: 'image',
  'tiled-tiff': 'tiled TIFF',
  'ome-tiff': 'OME-TIFF',
  aperio: 'Aperio SVS',
  dicom: 'DICOM whole slide',
  openslide: 'whole slide',
};

function formatFormat({ format, vendor }: SlideInfo): string {
  return format === 'openslide' && vendor !== undefined
    ? `${formatNames[format]} (${vendor})`
    : formatNames[format];
}

function formatSize({ widthPx, heightPx }: SlideInfo): string {
  return `${widthPx} x ${heightPx} px`;
}

function formatLevel({ widthPx, heightPx, tileWidthPx, tileHeightPx, downsample }: SlideLevel): string {
  const tile = downsample === 1 ? ` (tiles ${tileWidthPx} x ${tileHeightPx})` : '';
  return `${widthPx} x ${heightPx}${tile}`;
}

/** "0.2500 µm (from the file)". Unknown is said, never shown as a number. */
function formatPixelSize(pixelSize: PixelSize | undefined): string {
  if (pixelSize === undefined) return 'not said; a scan estimates it from the red cells, or give it by hand';
  const { xUm, yUm, origin, interval } = pixelSize;
  const size = xUm === yUm ? `${xUm.toFixed(4)} µm` : `${xUm.toFixed(4)} x ${yUm.toFixed(4)} µm`;
  switch (origin) {
    case 'file':
      return `${size} (from the file)`;
    case 'manual':
      return `${size} (set by hand)`;
    case 'estimated': {
      const range =
        interval === undefined ? '' : `, ${interval.lowUm.toFixed(3)} to ${interval.highUm.toFixed(3)} µm`;
      return `${size} (estimated from red cells${range})`;
    }
  }
}

function formatRecorded({ state, scannedAt }: RecordedSlide): string {
  switch (state) {
    case 'never-scanned':
      return 'never';
    case 'unchanged':
      return `${scannedAt}, and not changed since`;
    case 'changed':
      return `${scannedAt}, but CHANGED since: scan it again`;
  }
}

function formatAssociated({ associatedImages }: SlideInfo): string {
  if (associatedImages.length === 0) return 'nothing';
  return associatedImages.map(({ name, widthPx, heightPx }) => `${name} ${widthPx} x ${heightPx}`).join(', ');
}

function formatFields({ fields = [] }: SlideInfo): string {
  const failed = fields.filter((field) => field.failure !== undefined).length;
  return `${fields.length}${failed === 0 ? '' : `, ${failed} unreadable`}`;
}

function formatBytes(sizeBytes: number): string {
  return sizeBytes < 1e6 ? `${(sizeBytes / 1e3).toFixed(1)} kB` : `${(sizeBytes / 1e6).toFixed(1)} MB`;
}
