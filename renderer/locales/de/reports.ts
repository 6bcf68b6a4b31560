import type { reports as english } from '../en/reports.ts';
import type { Words } from '../words.ts';

export const reports: Words<typeof english> = {};
