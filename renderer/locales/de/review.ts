import type { review as english } from '../en/review.ts';
import type { Words } from '../words.ts';

export const review: Words<typeof english> = {};
