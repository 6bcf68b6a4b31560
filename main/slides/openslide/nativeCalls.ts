import koffi from 'koffi';
import { createGate } from '../createGate.ts';

/** A pointer of a native library: to an open slide, a cache, a list. */
export type NativePointer = bigint;

/** A function of a shared library, to be called here or, with `async`, on a worker thread. */
type NativeFunction = ReturnType<ReturnType<typeof koffi.load>['func']>;

/** koffi runs native code on stacks of its own. Its 128 kB for a worker thread are little for a decoder. */
const workerStackBytes = 1 << 20;

/** Loads a shared library for the rest of the process's life.
 *  @returns what gives the function of a C declaration
 *  @throws when it does not load; the returned function throws when the library has no such function */
export function loadNativeLibrary(path: string): (declaration: string) => NativeFunction {
  if ((koffi.config().async_stack_size ?? 0) < workerStackBytes)
    koffi.config({ async_stack_size: workerStackBytes });
  const library = koffi.load(path);
  keepLoaded(path);
  return (declaration) => library.func(declaration);
}

/** koffi unloads its libraries when the process ends, before the worker threads end: what OpenSlide's GLib has
 *  left them to call at their end would lie in unmapped memory, and the process crash. */
function keepLoaded(path: string): void {
  if (process.platform === 'win32') return;
  const bindNow = 2; // RTLD_NOW of dlfcn.h, on Linux and macOS
  koffi.load(null).func('void *dlopen(const char *path, int flags)')(path, bindNow);
}

/** koffi refuses more than 256 calls at once; further ones wait here. There are 16 threads for them at the most. */
const gate = createGate({ mostAtOnce: 128, mostBytes: 0 });

/** Calls a native function on a worker thread, in the order of asking. The closure holds on to the arguments until it has returned: a
 *  buffer collected earlier would be written to after it was freed. */
export function callOnWorker(native: NativeFunction, ...args: readonly unknown[]): Promise<unknown> {
  const call = () =>
    new Promise((resolve, reject) => {
      native.async(...args, (error: unknown, result: unknown) => {
        if (error === null || error === undefined) resolve(result);
        else reject(error instanceof Error ? error : new Error(String(error)));
        return args;
      });
    });
  return gate.run({ bytes: 0, name: '', signal: undefined }, call);
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asPointer(value: unknown): NativePointer | undefined {
  return typeof value === 'bigint' && value !== 0n ? value : undefined;
}

/** More names than any slide has; a list that ends later is not believed. */
const mostTexts = 100_000;

/** Texts of a list that ends with a null pointer. */
export function readTexts(list: unknown): readonly string[] {
  const at = asPointer(list);
  const texts: string[] = [];
  while (at !== undefined && texts.length < mostTexts) {
    const text = asText(koffi.decode(at, texts.length * koffi.sizeof('void *'), 'char *'));
    if (text === undefined) break;
    texts.push(text);
  }
  return texts;
}
