const held: Buffer[] = [];

/** The real process that reads a slide, which a region can kill: the row that is asked for says how. */
const deaths: Readonly<Record<number, () => void>> = {
  1001: () => process.kill(process.pid, 'SIGSEGV'),
  1002: () => process.abort(),
  1003: hang,
  1004: grow,
  1005: () => process.exit(3),
};

/** Blocks the process for ever, without using its core. */
function hang(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** More than the limit of the tests. */
function grow(): void {
  held.push(Buffer.alloc(600 << 20, 1));
}

process.on(
  'message',
  (message: { readonly region?: { readonly yPx: number }; readonly entry?: { readonly name: string } }) => {
    deaths[message.region?.yPx ?? 0]?.();
    if (message.entry?.name.startsWith('hanging') === true) hang();
  },
);
await import('../../main/slides/reader/readerProcess.ts');

// a top-level await needs a module
export {};
