import type { worklist as english } from '../en/worklist.ts';
import type { Words } from '../words.ts';

export const worklist: Words<typeof english> = {};
