import { render } from 'vitest-browser-react';
import { App } from '../../renderer/App.tsx';
import { routes } from '../../renderer/routes.ts';
import { createFakeLab, type FakeLab } from './fakeLab.ts';

/** The whole window over a lab in memory.
 *  @param parts of the lab; and where the window begins, as routes.ts makes it */
export async function showWindow(
  parts: Parameters<typeof createFakeLab>[0] & { readonly path?: string },
): Promise<FakeLab> {
  // what an earlier test looked at last is not looked at here
  sessionStorage.clear();
  const lab = createFakeLab(parts);
  Object.assign(window, { lab: lab.bridge });
  window.history.replaceState(null, '', `#${parts.path ?? routes.worklist}`);
  document.getElementById('root')?.remove();
  const container = document.createElement('div');
  container.id = 'root';
  document.body.append(container);
  await render(<App />, { container });
  return lab;
}
