import { realpathSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { join } from 'node:path';
import { createServer, type InlineConfig, mergeConfig } from 'vite';
import { projectRoot } from './prepareApp.ts';

/** Where the window's files come from, transformed as they are asked for. */
export interface WindowServer {
  readonly url: string;
  reloadPage(): void;
  close(): Promise<void>;
}

/** The page comes from blastscope://app, by way of Electron: only the socket that tells it of changes goes to the
 *  server itself, so it has to be told where that is. vite's own server is not used: at SIGTERM it would end this
 *  process before the program has put its work away. */
export async function serveWindow(renderer: InlineConfig): Promise<WindowServer> {
  const host = '127.0.0.1';
  const http = createHttpServer();
  const port = await listen(http, host);
  const vite = await createServer(
    mergeConfig(renderer, {
      logLevel: 'info',
      clearScreen: false,
      // what lies in a folder of this name is taken as it is, not made ready for changes as the window's own files are
      cacheDir: join(projectRoot, 'out', 'development', 'node_modules'),
      server: {
        host,
        middlewareMode: true,
        hmr: { server: http, protocol: 'ws', host, clientPort: port },
        // the packages of a second working tree may be a link to those of the first
        fs: { allow: [projectRoot, realpathSync(join(projectRoot, 'node_modules'))] },
      },
    }),
  );
  http.on('request', vite.middlewares);
  return {
    url: `http://${host}:${port}`,
    reloadPage: () => vite.ws.send({ type: 'full-reload' }),
    async close() {
      await vite.close();
      http.closeAllConnections();
      http.close();
    },
  };
}

/** At a port that nothing else listens at: two programs can be developed side by side. */
function listen(server: Server, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
    });
  });
}
