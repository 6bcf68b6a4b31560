import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import type { AnnotationFault, FoundLabel, FoundLabels } from './foundLabel.ts';

/** One picture's annotation in the format of Pascal VOC. */
export interface VocAnnotation extends FoundLabels {
  /** as the file says it; often another machine's */
  readonly pictureName: string | undefined;
  /** of the picture that was annotated; undefined where the file does not say */
  readonly size: { readonly widthPx: number; readonly heightPx: number } | undefined;
}

const number = z.coerce.number().positive();
const annotationSchema = z.object({
  annotation: z.object({
    filename: z.coerce.string().optional(),
    size: z.object({ width: number, height: number }).optional().catch(undefined),
    object: z.array(z.unknown()).default([]),
  }),
});
const coordinate = z.string().trim().min(1).transform(Number);
const objectSchema = z.object({
  name: z.string().trim().min(1),
  bndbox: z.object({ xmin: coordinate, ymin: coordinate, xmax: coordinate, ymax: coordinate }),
});

/** Names are text, also where they look like numbers; entities are not followed. */
const parser = new XMLParser({
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === 'object',
});

/** Reads an annotation in Pascal VOC's XML. An object without a name or a box is a fault, the others stand.
 *  @throws LabError 'dataset-invalid' when it is no such file, or only a part of one */
export function parseVocAnnotation(xml: string): VocAnnotation {
  const validity = XMLValidator.validate(xml);
  const parsed = validity === true ? annotationSchema.safeParse(parser.parse(xml)) : undefined;
  if (parsed?.success !== true)
    throw new LabError(
      'dataset-invalid',
      validity === true
        ? 'it is not an annotation of Pascal VOC: it has no element "annotation"'
        : `its XML is damaged at line ${validity.err.line}: ${validity.err.msg}`,
    );
  const { filename, size, object } = parsed.data.annotation;
  const labels: FoundLabel[] = [];
  const faults: AnnotationFault[] = [];
  for (const [index, one] of object.entries()) {
    const read = objectSchema.safeParse(one);
    if (!read.success) {
      faults.push({ line: undefined, message: `object ${index + 1} has no name, or no box` });
      continue;
    }
    const { xmin, ymin, xmax, ymax } = read.data.bndbox;
    const box = { xPx: xmin, yPx: ymin, widthPx: xmax - xmin, heightPx: ymax - ymin, unit: 'px' as const };
    labels.push({ className: read.data.name, line: undefined, box });
  }
  return {
    pictureName: filename === '' ? undefined : filename,
    size: size === undefined ? undefined : { widthPx: size.width, heightPx: size.height },
    labels,
    faults,
  };
}
