import { existsSync } from 'node:fs';

/** undefined: tests of the window are left out (apt-get install chromium) */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
