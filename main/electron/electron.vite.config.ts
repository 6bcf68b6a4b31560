import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const inRoot = (path: string) => `${root}${path}`;

/** One build runs on the Electron that users get and on the older one of the tests: Node 18, Chromium 114. */
export default defineConfig({
  main: {
    root,
    build: {
      target: 'node18',
      outDir: inRoot('out/build/main'),
      emptyOutDir: true,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: inRoot('main/electron/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
        external: ['electron'],
      },
    },
  },
  preload: {
    root,
    build: {
      target: 'node18',
      outDir: inRoot('out/build/preload'),
      emptyOutDir: true,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: inRoot('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
        external: ['electron'],
      },
    },
  },
  renderer: {
    root: inRoot('renderer'),
    base: '/',
    plugins: [react()],
    // under development it would be found too late, and the page loaded again
    optimizeDeps: { include: ['pdfjs-dist/legacy/build/pdf.worker.mjs'] },
    build: {
      target: 'chrome114',
      outDir: inRoot('out/build/renderer'),
      emptyOutDir: true,
      rollupOptions: { input: inRoot('renderer/index.html') },
    },
  },
});
