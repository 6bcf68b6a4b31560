import { z } from 'zod';

/** Who works at a station. A role says what the person answers for; it is printed beside a signature. */
export const personRoles = ['technologist', 'haematologist', 'model-steward', 'administrator'] as const;
export type PersonRole = (typeof personRoles)[number];

export const personSchema = z.strictObject({
  /** as it is printed on reports and stored with every label */
  name: z.string().trim().min(1).max(100),
  role: z.enum(personRoles),
});

export type Person = Readonly<z.infer<typeof personSchema>>;
