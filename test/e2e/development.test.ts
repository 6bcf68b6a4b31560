import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from './askLab.ts';
import { copyTree, type DevelopedProgram, type DevelopedTree } from './developedProgram.ts';
import { canLaunchApp } from './launchApp.ts';

let tree: DevelopedTree | undefined;
let program: DevelopedProgram | undefined;
beforeAll(() => {
  if (canLaunchApp()) tree = copyTree();
});
afterEach(() => program?.dispose());
afterAll(() => tree?.dispose());

async function start(): Promise<DevelopedProgram> {
  if (tree === undefined) throw new Error('There is no tree');
  program = await tree.start();
  return program;
}

const words = 'renderer/locales/en/tour.ts';

test.skipIf(!canLaunchApp())(
  'npm run dev: a word shows at once, preload loads the page anew, the shell starts again, Ctrl+C ends all',
  async () => {
    const dev = await start();
    let page = await dev.openPage();
    const name = page.getByLabel('Name');
    await name.fill('D. Eveloper');
    const isSamePage = () => page.evaluate(() => 'isSeen' in globalThis);
    await page.evaluate(() => Object.assign(globalThis, { isSeen: true }));

    // styles of the window's library, and those that vite puts in, under the policy of the product
    expect(await page.evaluate(lookAround)).toEqual({ isStyled: true, hasOwnFont: true });
    const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'; style-src 'self' 'nonce-[^']+';/);
    expect(policy).toMatch(/connect-src 'self' ws:\/\/127\.0\.0\.1:\d+;/);
    expect(policy).not.toContain('unsafe');

    dev.change(words, 'Welcome to Blastscope', 'Good morning');
    await page.getByText('Good morning').waitFor();
    expect([await name.inputValue(), await isSamePage()]).toEqual(['D. Eveloper', true]);

    dev.change('preload/index.ts', 'grantDropped:', 'changed: true, grantDropped:');
    await until('the page is loaded anew', async () => !(await isSamePage().catch(() => true)));
    expect(await page.evaluate(() => 'changed' in (globalThis as unknown as { lab: object }).lab)).toBe(true);

    const station = await stationOf(dev);
    dev.change('main/electron/words.ts', "quit: '", "quit: '! ");
    await dev.untilGone([station]);
    page = await dev.openPage();
    await page.getByText('Good morning').waitFor();
    expect(await stationOf(dev)).not.toBe(station);

    const all = dev.processes();
    expect(all.length).toBeGreaterThan(3);
    dev.interrupt();
    expect(await dev.ended).toBe(0);
    await dev.untilGone(all);
    expect(dev.errors).toEqual([]);
  },
);

test.skipIf(!canLaunchApp()).each(['its window', 'a signal'] as const)(
  'npm run dev ends with %s, and leaves no process',
  async (end) => {
    const dev = await start();
    const page = await dev.openPage();
    await page.getByLabel('Name').waitFor();
    const all = dev.processes();
    if (end === 'a signal') dev.terminate();
    else await page.evaluate(() => globalThis.close());
    expect(await dev.ended).toBe(0);
    await dev.untilGone(all);
  },
);

async function stationOf(dev: DevelopedProgram): Promise<number> {
  await until('a station runs', async () => dev.processes('stationProcess').length === 1);
  return dev.processes('stationProcess')[0] ?? 0;
}

/** In the page. */
async function lookAround() {
  await document.fonts.ready;
  const { fontFamily, backgroundColor } = getComputedStyle(document.body);
  const fonts = [...document.fonts].filter(({ status }) => status === 'loaded');
  return {
    isStyled: fontFamily.startsWith('"Inter Variable"') && backgroundColor !== 'rgba(0, 0, 0, 0)',
    hasOwnFont: fonts.some(({ family }) => family.includes('Inter Variable')),
  };
}
