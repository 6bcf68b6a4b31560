import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import type { BrowserConfigOptions } from 'vitest/node';
import { chromiumPath } from './helpers/findChromium.ts';
import { servePictures } from './helpers/servePictures.ts';

type PictureSettings = NonNullable<BrowserConfigOptions['expect']>['toMatchScreenshot'];

/** How the window is compared with its reference pictures; test/component/references/README.md says why so. */
const pictures = {
  comparatorName: 'pixelmatch',
  comparatorOptions: { threshold: 0.1, allowedMismatchedPixels: 40 },
  resolveScreenshotPath: ({ root, testFileDirectory, arg, ext }) =>
    `${root}/${testFileDirectory}/references/${arg.replace(/-altered$/, '')}${ext}`,
  resolveDiffPath: ({ root, attachmentsDir, arg, ext }) => `${root}/${attachmentsDir}/${arg}${ext}`,
} as const satisfies PictureSettings;

/** The window in Chromium over a lab in memory. */
const component: TestProjectConfiguration = {
  extends: true,
  plugins: [react(), servePictures()],
  // found too late otherwise, and the page reloaded amid a test
  optimizeDeps: { include: ['pdfjs-dist/legacy/build/pdf.worker.mjs'] },
  test: {
    name: 'component',
    sequence: { groupOrder: 2 },
    include: ['test/component/**/*.test.tsx'],
    testTimeout: 30_000,
    attachmentsDir: 'out/pictures',
    env: { IS_RENEWING: process.argv.some((one) => one === '-u' || one.startsWith('--update')) ? 'yes' : '' },
    // other work may hold the machine
    expect: { poll: { timeout: 8000 } },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      viewport: { width: 1366, height: 768 },
      expect: { toMatchScreenshot: pictures },
      provider: playwright({
        contextOptions: { timezoneId: 'UTC', locale: 'en-GB' },
        launchOptions: {
          args: ['--no-sandbox'],
          env: {
            ...process.env,
            FONTCONFIG_FILE: new URL('./component/fonts.conf', import.meta.url).pathname,
          },
          // the window has them
          ignoreDefaultArgs: ['--hide-scrollbars'],
          ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
        },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
};
if (chromiumPath === undefined)
  console.log('Tests of project "component" are left out: apt-get install chromium');

/** unit: pure or in-process, seconds. integration: real child processes, TensorFlow, real PDF tools. e2e: the program
 *  in a real Electron; skipped where there is none, or nothing to show it on. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    pool: 'forks',
    reporters: ['default', new URL('./helpers/closingLineReporter.ts', import.meta.url).pathname],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          // one core is left idle otherwise
          maxWorkers: '100%',
          // first and alone: the others take one file at a time
          sequence: { groupOrder: 0 },
          include: ['test/unit/**/*.test.ts', 'test/layers.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          sequence: { groupOrder: 1 },
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      ...(chromiumPath === undefined ? [] : [component]),
    ],
  },
});
