/* What pdfjs expects and Chromium 114 does not have. */

interface Resolvers {
  readonly promise: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

function withResolvers(): Resolvers {
  let resolve: Resolvers['resolve'] = () => {};
  let reject: Resolvers['reject'] = () => {};
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function tryCall(call: (...args: readonly unknown[]) => unknown, ...args: readonly unknown[]) {
  return new Promise((resolve) => resolve(call(...args)));
}

function parseUrl(url: string, base?: string): URL | null {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
}

function add(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

add(Promise, 'withResolvers', withResolvers);
add(Promise, 'try', tryCall);
add(URL, 'parse', parseUrl);
