/** What the files of one folder, and of the folders below it, may import besides each other. Paths are from
 *  the project's root; one that ends in .ts stands for that file alone. */
export interface FolderRule {
  readonly folder: string;
  readonly mayImport: readonly string[];
  /** as types only: nothing of it may remain at run time */
  readonly mayImportTypes?: readonly string[];
  /** false where the code must also run without Node */
  readonly nodeBuiltins: boolean;
}

/** Where a library may be imported. A name ending in /* stands for all packages of that scope. */
export interface LibraryFence {
  readonly library: string;
  readonly folders: readonly string[];
}

export interface ImportRules {
  readonly folders: readonly FolderRule[];
  readonly libraries: readonly LibraryFence[];
  /** folders whose files may import anything of the project and any library */
  readonly free: readonly string[];
}

const domainOnly = { mayImport: ['main/domain'], nodeBuiltins: true } as const;
const onPixels = { mayImport: ['main/domain', 'main/pixels'], nodeBuiltins: true } as const;

/** Who may know whom. main/README.md says why. */
export const importRules: ImportRules = {
  folders: [
    { folder: 'main/domain', mayImport: [], nodeBuiltins: false },
    { folder: 'main/pixels', ...domainOnly },
    {
      folder: 'main/slides',
      mayImport: ['main/domain', 'main/pixels', 'main/setup/runtimePaths.ts'],
      nodeBuiltins: true,
    },
    { folder: 'main/detection', ...onPixels },
    { folder: 'main/network', ...onPixels },
    { folder: 'main/database', ...domainOnly },
    { folder: 'main/reports', ...domainOnly },
    { folder: 'main/exchange', ...domainOnly },
    { folder: 'main/setup', ...domainOnly },
    {
      folder: 'main/compute',
      mayImport: ['main/domain', 'main/pixels', 'main/slides', 'main/detection', 'main/network'],
      nodeBuiltins: true,
    },
    {
      folder: 'main/workflows',
      mayImport: [
        'main/domain',
        'main/pixels',
        'main/slides',
        'main/database',
        'main/reports',
        'main/exchange',
        'main/compute/computeClient.ts',
        'main/compute/messages.ts',
      ],
      nodeBuiltins: true,
    },
    {
      folder: 'main/station',
      mayImport: [
        'main/domain',
        'main/workflows',
        'main/slides/tiles.ts',
        'main/database/open.ts',
        'main/compute/computeClient.ts',
        'main/setup/runtimePaths.ts',
        'preload/contract',
        'preload/contract.ts',
      ],
      nodeBuiltins: true,
    },
    {
      folder: 'main/cli',
      mayImport: [
        'main/domain',
        'main/workflows',
        'main/setup',
        'main/database/open.ts',
        'main/compute/computeClient.ts',
      ],
      nodeBuiltins: true,
    },
    {
      folder: 'main/electron',
      mayImport: [
        'preload/contract',
        'preload/contract.ts',
        'main/station/stationClient.ts',
        'main/setup/runtimePaths.ts',
        'main/domain/labError.ts',
      ],
      mayImportTypes: ['main/domain', 'main/station', 'main/slides'],
      nodeBuiltins: true,
    },
    { folder: 'preload', mayImport: ['main/domain'], nodeBuiltins: false },
    {
      folder: 'renderer',
      mayImport: ['main/domain', 'preload/contract', 'preload/contract.ts'],
      nodeBuiltins: false,
    },
  ],
  libraries: [
    { library: 'zod', folders: ['main', 'preload', 'renderer'] },
    { library: '@tensorflow/*', folders: ['main/network'] },
    { library: 'onnxruntime-node', folders: ['main/network'] },
    { library: 'protobufjs', folders: ['main/network'] },
    { library: 'better-sqlite3', folders: ['main/database'] },
    { library: 'sharp', folders: ['main/slides', 'main/reports'] },
    { library: 'koffi', folders: ['main/slides', 'main/reports'] },
    { library: 'dicom-parser', folders: ['main/slides'] },
    { library: 'fast-xml-parser', folders: ['main/slides', 'main/exchange'] },
    { library: 'lru-cache', folders: ['main/slides', 'main/workflows'] },
    { library: 'cli-progress', folders: ['main/cli'] },
    { library: 'pdfkit', folders: ['main/reports'] },
    { library: 'fontkit', folders: ['main/reports'] },
    { library: '@signpdf/*', folders: ['main/reports'] },
    { library: 'pkijs', folders: ['main/reports'] },
    { library: 'asn1js', folders: ['main/reports'] },
    { library: 'node-forge', folders: ['main/reports'] },
    { library: '@peculiar/*', folders: ['main/reports'] },
    { library: 'reflect-metadata', folders: ['main/reports'] },
    { library: 'yauzl', folders: ['main/setup', 'main/exchange'] },
    { library: 'yazl', folders: ['main/exchange'] },
    { library: 'node-api-headers', folders: ['main/setup'] },
    { library: 'chokidar', folders: ['main/workflows'] },
    { library: 'commander', folders: ['main/cli'] },
    { library: 'electron', folders: ['main/electron', 'preload'] },
    { library: 'react', folders: ['renderer'] },
    { library: 'react-dom', folders: ['renderer'] },
    { library: '@emotion/*', folders: ['renderer'] },
    { library: '@mui/*', folders: ['renderer'] },
    { library: 'openseadragon', folders: ['renderer'] },
    { library: 'wouter', folders: ['renderer'] },
    { library: 'i18next', folders: ['renderer'] },
    { library: 'react-i18next', folders: ['renderer'] },
    { library: '@tanstack/*', folders: ['renderer'] },
    { library: 'react-hotkeys-hook', folders: ['renderer'] },
    { library: '@dnd-kit/*', folders: ['renderer'] },
    { library: 'flatbush', folders: ['renderer'] },
    { library: 'pdfjs-dist', folders: ['renderer'] },
    { library: '@fontsource-variable/*', folders: ['renderer'] },
    { library: 'electron-vite', folders: ['main/electron'] },
    { library: 'electron-builder', folders: ['main/electron'] },
    { library: 'vite', folders: ['main/electron', 'renderer'] },
    { library: '@vitejs/*', folders: ['main/electron', 'renderer'] },
  ],
  free: ['test'],
};
