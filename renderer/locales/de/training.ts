import type { training as english } from '../en/training.ts';
import type { Words } from '../words.ts';

export const training: Words<typeof english> = {};
