/** A text of the original that must not be anywhere in the copy. */
export interface RemovedText {
  /** of the field that held it, for people; findings are told by it, never by the text */
  readonly name: string;
  /** as the original has it */
  readonly bytes: Buffer;
  /** true of what makers and programs write of themselves, which an ICC profile may say too */
  readonly isDevice: boolean;
}

/** Shorter texts turn up by chance. */
const leastBytes = 4;
/** Of a long text its beginning is searched for. */
const mostBytes = 64;
/** Of one field; nobody's name is in the 2001st line only. */
const mostTexts = 2000;

interface Field {
  readonly name: string;
  readonly isDevice?: boolean;
}

/** The lines of a text field, each without blanks at its ends. */
export function textsOfField(bytes: Buffer, { name, isDevice = false }: Field): readonly RemovedText[] {
  const lines = bytes.toString('latin1').split(/[\0\r\n\t|;]/);
  return toTexts(lines, { name, isDevice }, leastBytes);
}

/** What XML says: its texts and the values of its attributes, not its words. */
export function textsOfXml(bytes: Buffer, { name, isDevice = false }: Field): readonly RemovedText[] {
  const values = bytes
    .toString('latin1')
    .matchAll(/>([^<>]{1,4096})<|(?<!xmlns(?::\w{1,40})?)="([^"<>]{1,4096})"|='([^'<>]{1,4096})'/g);
  const found: string[] = [];
  for (const [, text, double, single] of values) {
    if (found.length >= mostTexts) break;
    found.push(...(text ?? double ?? single ?? '').split(/[\0\r\n\t|;]/));
  }
  return toTexts(found, { name, isDevice }, leastBytes);
}

/** Runs of letters in binary data, in one or two bytes a letter. Short runs are chance. */
export function textsOfBinary(bytes: Buffer, { name, isDevice = false }: Field): readonly RemovedText[] {
  const text = bytes.toString('latin1');
  const narrow = text.match(/[\x20-\x7e\xa0-\xff]{6,4096}/g) ?? [];
  const wide = text.match(/(?:[\x20-\x7e]\0){4,4096}/g) ?? [];
  return [
    ...toTexts(narrow, { name, isDevice }, 6),
    ...toTexts(
      wide.map((each) => each.replaceAll('\0', '')),
      { name, isDevice },
      leastBytes,
    ),
  ];
}

function toTexts(
  texts: readonly string[],
  { name, isDevice }: Required<Field>,
  least: number,
): readonly RemovedText[] {
  const told = new Set(
    texts.slice(0, mostTexts).map((text) => text.replace(/^ +| +$/g, '').slice(0, mostBytes)),
  );
  return [...told]
    .filter((text) => text.length >= least && isTelling(text))
    .map((text) => ({ name, isDevice, bytes: Buffer.from(text, 'latin1') }));
}

/** "0000", "----" or "    " tell nothing and are everywhere. */
function isTelling(text: string): boolean {
  return new Set(text).size > 1;
}

/** The ways in which a text may be written: as it is, as UTF-8, Latin-1, and UTF-16 of either order. */
export function encodingsOf({ bytes }: RemovedText): readonly Buffer[] {
  const asUtf8 = bytes.toString('utf8');
  const text = asUtf8.includes('\ufffd') ? bytes.toString('latin1') : asUtf8;
  const wide = Buffer.from(text, 'utf16le');
  const forms = [bytes, Buffer.from(text, 'utf8'), wide, Buffer.from(wide).swap16()];
  if ([...text].every((letter) => letter <= '\xff')) forms.push(Buffer.from(text, 'latin1'));
  return [...new Map(forms.map((form) => [form.toString('latin1'), form])).values()];
}
