import { lab } from '../../lab.ts';

let isFullScreen = false;

/** The window over the whole screen, and back. */
export async function toggleFullScreen(): Promise<void> {
  await lab.setFullScreen({ isFullScreen: !isFullScreen });
  isFullScreen = !isFullScreen;
}
