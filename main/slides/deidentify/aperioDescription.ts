/** What an Aperio description says of the device: position and scale, no more. Numbers only. */
const keptKeys = [
  'AppMag',
  'MPP',
  'StripeWidth',
  'Left',
  'Top',
  'Filtered',
  'OriginalWidth',
  'OriginalHeight',
  'Originalheight',
  'Gamma',
] as const;

/** Keys that other Aperio files have; they are named when they are removed. Any other key could itself be what
 *  must not be told. */
const removedKeys = [
  'Parmset',
  'ScanScope ID',
  'ScannerType',
  'SessonMode',
  'Slide',
  'Filename',
  'Date',
  'Time',
  'Time Zone',
  'User',
  'Title',
  'ImageID',
  'Barcode',
  'Rack',
  'LineCameraSkew',
  'LineAreaXOffset',
  'LineAreaYOffset',
  'Focus Offset',
  'DSR ID',
  'DisplayColor',
  'Exposure Time',
  'Exposure Scale',
  'ICC Profile',
  'SessionMode',
  'CalibrationAverageBlue',
  'CalibrationAverageGreen',
  'CalibrationAverageRed',
] as const;

const genericProgram = 'Aperio Image Library';
const programPattern =
  /^Aperio (?:Image Library|Leica Biosystems GT450(?: DX)?)(?: v\d{1,3}(?:\.\d{1,3}){0,3})?$/;
const numberPattern = /^-?\d{1,8}(?:\.\d{1,8})?$/;
const size = String.raw`\d{1,7}x\d{1,7}`;
const geometryPattern = new RegExp(
  String.raw`^${size}(?: \[\d{1,7},\d{1,7}[ ,]${size}\])?(?: \(${size}\))?(?: -> ${size})?` +
    String.raw`(?: -|(?: (?:JPEG|J2K|JPEG2000|LZW|RAW|NONE)(?:/[A-Z0-9]{1,6})?(?: Q ?= ?\d{1,3})?)?)$`,
);

/** A description of Aperio, taken apart. */
export interface AperioDescription {
  /** the same for the copy: program, geometry, and the kept keys */
  readonly rebuilt: string;
  /** names of what was left out; never values */
  readonly removed: readonly string[];
  /** what was left out, to be searched for in the copy */
  readonly removedTexts: readonly string[];
}

/** Rebuilds the description of a level or thumbnail from what it says that fits a strict pattern.
 *  @param geometry of the directory, said where the original's own line is not of the known form */
export function rebuildAperioDescription(
  description: string,
  geometry: { readonly widthPx: number; readonly heightPx: number },
): AperioDescription {
  const [heading = '', ...pairs] = description.split('|');
  const [program = '', ...lines] = heading.split(/\r?\n/).map((line) => line.trim());
  const [own = '', ...history] = lines.join('\n').split(';');
  const removed: string[] = [];
  const removedTexts: string[] = [];
  const isProgramKnown = programPattern.test(program);
  const isGeometryKnown = geometryPattern.test(own.trim());
  if (!isProgramKnown || !isGeometryKnown) {
    removed.push('ImageDescription: heading');
    removedTexts.push(...(isProgramKnown ? [] : [program]), ...(isGeometryKnown ? [] : own.split('\n')));
  }
  if (history.length > 0) {
    removed.push('ImageDescription: history');
    removedTexts.push(...history.join('\n').split('\n'));
  }
  const kept = pairs.filter((pair) => isKeptPair(pair.trim())).map((pair) => pair.trim());
  for (const pair of pairs.map((each) => each.trim()).filter((each) => each !== '' && !isKeptPair(each))) {
    const [key, value] = splitPair(pair);
    const isNamed = [...keptKeys, ...removedKeys].some((each) => each === key);
    removed.push(`ImageDescription: ${isNamed ? key : 'other text'}`);
    removedTexts.push(value, ...(isNamed ? [] : [key]));
  }
  const line = isGeometryKnown ? own.trim() : `${geometry.widthPx}x${geometry.heightPx}`;
  const rebuilt = [`${isProgramKnown ? program : genericProgram}\r\n${line}`, ...kept].join('|');
  return { rebuilt, removed, removedTexts: removedTexts.map((text) => text.trim()) };
}

/** True for a description that holds nothing but what `rebuildAperioDescription` keeps. */
export function isCleanAperioDescription(description: string): boolean {
  const [heading = '', ...pairs] = description.split('|');
  const [program = '', line = '', ...more] = heading.split('\r\n');
  if (more.length > 0 || !programPattern.test(program) || !geometryPattern.test(line)) return false;
  return pairs.every(isKeptPair);
}

function isKeptPair(pair: string): boolean {
  const [key, value] = splitPair(pair);
  return keptKeys.some((kept) => kept === key) && numberPattern.test(value) && pair === `${key} = ${value}`;
}

function splitPair(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  return at === -1 ? ['', pair] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}
