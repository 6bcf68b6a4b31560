import { z } from 'zod';
import type { Verdict } from './cellClass.ts';
import { personSchema } from './person.ts';
import { cellGoals } from './scan.ts';
import { scanHoursSchema } from './scanHours.ts';
import { verdicts } from './verdict.ts';

export const markShapes = ['circle', 'triangle', 'square', 'diamond', 'cross', 'dash'] as const;
export type MarkShape = (typeof markShapes)[number];

/** How the lab names and shows a verdict, and what it counts for. */
export const classSettingSchema = z.strictObject({
  /** the lab's own name; empty: the program's, in the language of the window */
  name: z.string().trim().max(60),
  /** #RRGGBB */
  colour: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  /** carries the class where colour cannot be seen */
  shape: z.enum(markShapes),
  /** one letter or digit, lower case, that sets the verdict; empty: none */
  key: z.string().regex(/^[a-z0-9]?$/),
  /** counts as blast-like in the differential; of 'unidentified' and 'not-a-white-cell' always false */
  isBlast: z.boolean(),
});

export type ClassSetting = Readonly<z.infer<typeof classSettingSchema>>;
export type ClassSettings = Readonly<Record<Verdict, ClassSetting>>;

export const languages = ['en', 'de'] as const;
export const themeChoices = ['system', 'light', 'dark', 'high-contrast'] as const;

const classesSchema = z.strictObject({
  benign: classSettingSchema,
  'early-pre-b': classSettingSchema,
  'pre-b': classSettingSchema,
  'pro-b': classSettingSchema,
  unidentified: classSettingSchema,
  'not-a-white-cell': classSettingSchema,
});

/** What a lab may set; stored in its database, every change with time and person. */
export const labSettingsSchema = z.strictObject({
  /** who works now; undefined until somebody has said so */
  person: personSchema.optional(),
  /** who has worked here, latest first */
  people: z.array(personSchema).max(200),
  classes: classesSchema,
  language: z.enum(languages),
  theme: z.enum(themeChoices),
  /** goes to the next cell after a label */
  autoAdvance: z.boolean(),
  /** new scans stop at so many cells; 0: they look at everything */
  cellGoal: z.union([z.literal(0), z.literal(cellGoals)]),
  /** micrometres a pixel of slides whose file does not say; 0: estimated from the red cells */
  pixelSizeUm: z.union([z.literal(0), z.number().min(0.02).max(20)]),
  /** 200 or so: cells of the differential that the lab reports by default; 0: all */
  countPreset: z.union([z.literal(0), z.literal([100, 200, 400])]),
  /** when scans that can wait may run; urgent ones run at any time */
  scanHours: z.union([z.literal('always'), scanHoursSchema]),
  /** a slide in a watched folder is taken when its files have not changed for so many seconds */
  stableSeconds: z.number().min(1).max(86_400),
  /** gigabytes free on the database's disk below which no scan is begun; 0: whatever is free */
  leastFreeDiskGb: z.number().min(0).max(10_000),
  /** a scan that makes no progress for so many minutes is ended, and its slide tried once more */
  stallMinutes: z.number().min(0.5).max(1440),
  /** memory in gigabytes that a scan may hold; 0: three quarters of the machine's */
  memoryLimitGb: z.union([z.literal(0), z.number().min(1).max(10_000)]),
  /** least share of a control set's blasts that a model must find to be activated, 0..1 */
  blastSensitivityFloor: z.number().min(0).max(1),
  /** fewest blast and benign cells of a control set */
  leastControlBlasts: z.int().min(1).max(100_000),
  leastControlBenign: z.int().min(1).max(100_000),
  /** the tour was shown or dismissed */
  isTourDone: z.boolean(),
});

export type LabSettings = Readonly<z.infer<typeof labSettingsSchema>>;

/** Colours of Okabe & Ito (2008), told apart with every common colour vision deficiency. */
export const defaultLabSettings: LabSettings = {
  people: [],
  classes: {
    benign: { name: '', colour: '#009E73', shape: 'circle', key: '1', isBlast: false },
    'early-pre-b': { name: '', colour: '#C98500', shape: 'triangle', key: '2', isBlast: true },
    'pre-b': { name: '', colour: '#D55E00', shape: 'square', key: '3', isBlast: true },
    'pro-b': { name: '', colour: '#A8568A', shape: 'diamond', key: '4', isBlast: true },
    unidentified: { name: '', colour: '#0072B2', shape: 'cross', key: '5', isBlast: false },
    'not-a-white-cell': { name: '', colour: '#6B7580', shape: 'dash', key: '6', isBlast: false },
  },
  language: 'en',
  theme: 'system',
  autoAdvance: true,
  cellGoal: 0,
  pixelSizeUm: 0,
  countPreset: 0,
  scanHours: 'always',
  stableSeconds: 10,
  leastFreeDiskGb: 0.5,
  stallMinutes: 10,
  memoryLimitGb: 0,
  blastSensitivityFloor: 0.95,
  leastControlBlasts: 20,
  leastControlBenign: 20,
  isTourDone: false,
};

/** Two verdicts that share a key, as pairs in the order of `verdicts`; empty when all is well. */
export function findKeyConflicts(classes: ClassSettings): readonly (readonly [Verdict, Verdict])[] {
  return verdicts.flatMap((first, index) =>
    verdicts
      .slice(index + 1)
      .filter((second) => classes[first].key !== '' && classes[first].key === classes[second].key)
      .map((second) => [first, second] as const),
  );
}
