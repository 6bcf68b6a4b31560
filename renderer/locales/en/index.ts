import { batch } from './batch.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { explain } from './explain.ts';
import { reports } from './reports.ts';
import { retraining } from './retraining.ts';
import { review } from './review.ts';
import { settings } from './settings.ts';
import { tour } from './tour.ts';
import { training } from './training.ts';
import { viewer } from './viewer.ts';
import { worklist } from './worklist.ts';

export const en = {
  ...{
    batch,
    common,
    errors,
    worklist,
    viewer,
    review,
    explain,
    training,
    retraining,
    reports,
    settings,
    tour,
  },
};
