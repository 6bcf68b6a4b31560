import type { viewer as english } from '../en/viewer.ts';
import type { Words } from '../words.ts';

export const viewer: Words<typeof english> = {};
