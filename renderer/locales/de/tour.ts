import type { tour as english } from '../en/tour.ts';
import type { Words } from '../words.ts';

export const tour: Words<typeof english> = {};
