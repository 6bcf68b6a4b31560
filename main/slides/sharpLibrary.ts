import { availableParallelism } from 'node:os';
import sharp from 'sharp';

/* libvips would keep up to 50 MB and 100 operations of earlier images: every field is read once, so a cache
 * only makes the memory of a long scan grow. Half of the cores, because decoding overlaps with TensorFlow. */
sharp.cache(false);
sharp.concurrency(Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))));

/** sharp with the lab's limits set. The only import of sharp in slides/. */
export { sharp };
