import { encodePdfDate, encodePdfText } from './pdfText.ts';

/** What a signature dictionary says in plain text. */
export interface SignatureField {
  readonly name: string;
  readonly reason: string;
  readonly location?: string | undefined;
  readonly signedAt: Date;
  /** room for the signature's DER */
  readonly containerBytes: number;
}

/** A PDF with a signature field whose contents are still zeros. */
export interface PreparedPdf {
  readonly bytes: Buffer;
  /** where the `<` of the contents stands, and the byte after its `>` */
  readonly contentsStart: number;
  readonly contentsEnd: number;
}

interface Trailer {
  readonly size: number;
  readonly root: number;
  readonly startXref: number;
  /** its /Info and /ID entries, which PDF/A wants repeated */
  readonly kept: string;
}

const byteRangeWidth = 48;

/** Appends an invisible signature field to a PDF as pdfkit writes it, as an incremental update that keeps
 *  the file's /ID, so that PDF/A stays PDF/A. The signature certifies: no change is allowed after it (DocMDP, P 1).
 *  @throws Error when the PDF was not written by pdfkit */
export function appendSignatureField(pdf: Buffer, field: SignatureField): PreparedPdf {
  const text = pdf.toString('latin1');
  const trailer = readTrailer(text);
  const offsets = readXref(text, trailer.startXref);
  const catalog = readDictionary(text, offsets, trailer.root);
  const page = firstPage(text, offsets, catalog);
  const [signature, widget] = [trailer.size, trailer.size + 1];
  const objects = new Map<number, string>([
    [trailer.root, withSignature(catalog, { signature, widget })],
    [page, withAnnotation(readDictionary(text, offsets, page), widget)],
    [signature, signatureDictionary(field)],
    [widget, widgetDictionary(field, { signature, page })],
  ]);
  return assemble(pdf, { trailer, objects });
}

function withSignature(
  catalog: string,
  numbers: { readonly signature: number; readonly widget: number },
): string {
  if (/\/AcroForm\b|\/Perms\b/.test(catalog)) throw new Error('The PDF has a form or a signature already');
  return insert(
    catalog,
    `/AcroForm << /Fields [${numbers.widget} 0 R] /SigFlags 3 >>\n/Perms << /DocMDP ${numbers.signature} 0 R >>`,
  );
}

function withAnnotation(page: string, widget: number): string {
  if (page.includes('/Annots')) throw new Error('The first page has annotations already');
  return insert(page, `/Annots [${widget} 0 R]`);
}

function insert(dictionary: string, entries: string): string {
  return `${dictionary.slice(0, dictionary.lastIndexOf('>>'))}${entries}\n>>`;
}

function signatureDictionary(field: SignatureField): string {
  const entries = [
    '/Type /Sig',
    '/Filter /Adobe.PPKLite',
    '/SubFilter /ETSI.CAdES.detached',
    `/ByteRange [${' '.repeat(byteRangeWidth)}]`,
    `/Contents <${'0'.repeat(field.containerBytes * 2)}>`,
    '/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 1 /V /1.2 >> >>]',
    `/Name ${encodePdfText(field.name)}`,
    `/Reason ${encodePdfText(field.reason)}`,
    ...(field.location === undefined ? [] : [`/Location ${encodePdfText(field.location)}`]),
    `/M ${encodePdfDate(field.signedAt)}`,
  ];
  return `<<\n${entries.join('\n')}\n>>`;
}

function widgetDictionary(
  field: SignatureField,
  numbers: { readonly signature: number; readonly page: number },
): string {
  // An empty rectangle needs no appearance in PDF/A; flags: printed, locked.
  return [
    '<<\n/Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 0 0] /F 132 /T (Signature1)',
    `/TU ${encodePdfText(`Signature of ${field.name}: ${field.reason}`)}`,
    `/V ${numbers.signature} 0 R /P ${numbers.page} 0 R\n>>`,
  ].join('\n');
}

function assemble(
  pdf: Buffer,
  update: { readonly trailer: Trailer; readonly objects: ReadonlyMap<number, string> },
): PreparedPdf {
  const { trailer, objects } = update;
  let body = '\n';
  const rows = [...objects].map(([number, dictionary]) => {
    const offset = String(pdf.length + body.length).padStart(10, '0');
    body += `${number} 0 obj\n${dictionary}\nendobj\n`;
    return `${number} 1\n${offset} 00000 n \n`;
  });
  const xrefStart = pdf.length + body.length;
  body += `xref\n${rows.join('')}trailer\n<<\n/Size ${trailer.size + 2}\n/Root ${trailer.root} 0 R\n`;
  body += `${trailer.kept}\n/Prev ${trailer.startXref}\n>>\nstartxref\n${xrefStart}\n%%EOF\n`;
  const contentsStart = pdf.length + body.indexOf('/Contents <') + '/Contents '.length;
  const contentsEnd = pdf.length + body.indexOf('>', contentsStart - pdf.length) + 1;
  const byteRange = `0 ${contentsStart} ${contentsEnd} ${pdf.length + body.length - contentsEnd}`;
  body = body.replace(' '.repeat(byteRangeWidth), byteRange.padEnd(byteRangeWidth));
  return { bytes: Buffer.concat([pdf, Buffer.from(body, 'latin1')]), contentsStart, contentsEnd };
}

function readTrailer(text: string): Trailer {
  const start = text.lastIndexOf('\ntrailer');
  const trailer = text.slice(start);
  const kept = [matchIn(trailer, /\/Info \d+ 0 R/), matchIn(trailer, /\/ID \[[^\]]*\]/)].join('\n');
  return {
    size: numberIn(trailer, /\/Size (\d+)/),
    root: numberIn(trailer, /\/Root (\d+) 0 R/),
    startXref: numberIn(trailer, /startxref\s+(\d+)\s+%%EOF\s*$/),
    kept,
  };
}

/** Offsets of the objects of a table with a single section, by object number. */
function readXref(text: string, startXref: number): readonly number[] {
  const count = numberIn(text.slice(startXref, startXref + 40), /^xref\s+0 (\d+)\s/);
  const rows = text.slice(startXref).matchAll(/^(\d{10}) \d{5} [nf]/gm);
  return [...rows].slice(0, count).map((row) => Number(row[1]));
}

function readDictionary(text: string, offsets: readonly number[], number: number): string {
  const object = text.slice(offsets[number]);
  if (offsets[number] === undefined || !object.startsWith(`${number} 0 obj`)) {
    throw new Error(`The PDF has no object ${number}`);
  }
  return object.slice(object.indexOf('<<'), object.indexOf('endobj')).trimEnd();
}

function firstPage(text: string, offsets: readonly number[], catalog: string): number {
  const pages = readDictionary(text, offsets, numberIn(catalog, /\/Pages (\d+) 0 R/));
  return numberIn(pages, /\/Kids \[\s*(\d+) 0 R/);
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`The PDF was not written by this program: ${pattern} not found`);
  return Number(found);
}

function matchIn(text: string, pattern: RegExp): string {
  return pattern.exec(text)?.[0] ?? '';
}
