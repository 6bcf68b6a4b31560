import { useSyncExternalStore } from 'react';

/* Where the window is: the part of its address after #, its own question mark included, so that a reload and a
 * second window get there too. wouter's own hook puts what follows the question mark before the #, and leaves it
 * there on the next page. */

interface NavigateOptions {
  readonly replace?: boolean;
}

/** The path of the window, and a function that goes to another. For wouter's Router. */
export function useHashPath(): [string, (to: string, options?: NavigateOptions) => void] {
  return [useSyncExternalStore(subscribe, readPath), navigate];
}
useHashPath.hrefs = (href: string) => `#${href}`;

/** What follows the question mark, without it. For wouter's Router. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, readSearch);
}

/** @returns path and search of an address's hash: "#/reports?slide=7" → "/reports", "slide=7" */
export function splitHash(hash: string): { readonly path: string; readonly search: string } {
  const [path = '', ...rest] = hash.replace(/^#?\/?/, '').split('?');
  return { path: `/${path}`, search: rest.join('?') };
}

function readPath(): string {
  return splitHash(window.location.hash).path;
}

function readSearch(): string {
  return splitHash(window.location.hash).search;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function navigate(to: string, { replace = false }: NavigateOptions = {}): void {
  const { path, search } = splitHash(to);
  const oldURL = window.location.href;
  const newURL = new URL(oldURL);
  newURL.hash = search === '' ? path : `${path}?${search}`;
  window.history[replace ? 'replaceState' : 'pushState'](null, '', newURL);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: newURL.href }));
}
