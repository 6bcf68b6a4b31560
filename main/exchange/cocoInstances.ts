import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import { parseJson } from '../domain/parseJson.ts';
import type { AnnotationFault, FoundLabel } from './foundLabel.ts';

/** One picture of a COCO file with its labels. */
export interface CocoPicture {
  readonly pictureName: string;
  readonly size: { readonly widthPx: number; readonly heightPx: number } | undefined;
  readonly labels: readonly FoundLabel[];
}

export interface CocoInstances {
  readonly pictures: readonly CocoPicture[];
  readonly faults: readonly AnnotationFault[];
}

const id = z.union([z.number(), z.string()]);
const fileSchema = z.object({
  images: z.array(z.unknown()),
  annotations: z.array(z.unknown()),
  categories: z.array(z.object({ id, name: z.coerce.string().min(1) })),
});
const imageSchema = z.object({
  id,
  file_name: z.string().min(1),
  width: z.number().positive().optional(),
  height: z.number().positive().optional(),
});
const annotationSchema = z.object({
  id: id.optional(),
  image_id: id,
  category_id: id,
  bbox: z.array(z.number()).length(4),
  iscrowd: z.union([z.number(), z.boolean()]).optional(),
});

/** Reads a COCO file of instances: images, annotations with bbox [x, y, width, height] in pixels, categories. One
 *  annotation that cannot be used is a fault, the others stand.
 *  @throws LabError 'dataset-invalid' when it is no such file */
export function parseCocoInstances(text: string): CocoInstances {
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success)
    throw new LabError(
      'dataset-invalid',
      'it is not a COCO file of instances: JSON with images, annotations and categories',
    );
  const names = new Map(file.data.categories.map((one) => [one.id, one.name]));
  const faults: AnnotationFault[] = [];
  const pictures = new Map<number | string, { image: z.infer<typeof imageSchema>; labels: FoundLabel[] }>();
  for (const [index, one] of file.data.images.entries()) {
    const image = imageSchema.safeParse(one);
    if (image.success) pictures.set(image.data.id, { image: image.data, labels: [] });
    else faults.push(fault(`image ${index + 1} of the list has no id or no file_name`));
  }
  for (const [index, one] of file.data.annotations.entries()) {
    const annotation = annotationSchema.safeParse(one);
    if (!annotation.success) {
      faults.push(
        fault(`annotation ${index + 1} of the list lacks image_id, category_id or a bbox of four numbers`),
      );
      continue;
    }
    const { image_id, category_id, bbox, iscrowd, id: annotationId = index + 1 } = annotation.data;
    const [xPx = 0, yPx = 0, widthPx = 0, heightPx = 0] = bbox;
    const picture = pictures.get(image_id);
    const className = names.get(category_id);
    if (picture === undefined)
      faults.push(fault(`annotation ${annotationId} is of image ${image_id}, which is not listed`));
    else if (className === undefined)
      faults.push(fault(`annotation ${annotationId} is of category ${category_id}, which is not listed`));
    else if (iscrowd === 1 || iscrowd === true)
      faults.push(fault(`annotation ${annotationId} marks a crowd, not one cell`));
    else
      picture.labels.push({ className, line: undefined, box: { xPx, yPx, widthPx, heightPx, unit: 'px' } });
  }
  return { pictures: [...pictures.values()].map(pictureOf), faults };
}

function pictureOf(given: {
  image: z.infer<typeof imageSchema>;
  labels: readonly FoundLabel[];
}): CocoPicture {
  const { file_name: pictureName, width, height } = given.image;
  const size = width === undefined || height === undefined ? undefined : { widthPx: width, heightPx: height };
  return { pictureName, size, labels: given.labels };
}

function fault(message: string): AnnotationFault {
  return { line: undefined, message };
}
