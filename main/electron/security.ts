import { app, type Session, type WebContents } from 'electron';
import { appOrigin } from './protocol.ts';

/** How every window of the program is made: a page without Node, in a sandbox, apart from preload. */
export const windowSecurity = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const;

/** Denies what no window of the program needs: leaving its page, opening others, webviews, permissions, faulty
 *  certificates, and every request to another origin.
 *  @param devServer of a page under development */
export function lockDown(session: Session, devServer: string | undefined): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setCertificateVerifyProc((_request, answer) => answer(-2));
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !mayLoad(details.url, devServer) });
  });
  app.on('web-contents-created', (_event, contents) => lockContents(contents, devServer));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
}

function lockContents(contents: WebContents, devServer: string | undefined): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    // under development a page may load itself anew
    if (devServer === undefined || event.url !== contents.getURL()) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Own files and pictures; what a page makes itself; tools of a developer. */
export function mayLoad(url: string, devServer: string | undefined): boolean {
  if (url.startsWith(`${appOrigin}/`) || url.startsWith(`blob:${appOrigin}/`)) return true;
  if (url.startsWith('data:') || url.startsWith('devtools:')) return true;
  return (
    devServer !== undefined &&
    (url.startsWith(`${devServer}/`) || url.startsWith(`${devServer.replace('http', 'ws')}/`))
  );
}
