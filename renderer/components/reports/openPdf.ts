import './olderChromium.ts';
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

// a file of the window's own: its policy lets no other worker run
GlobalWorkerOptions.workerPort = new Worker(new URL('./pdfWorker.ts', import.meta.url), { type: 'module' });

/** An open PDF. Whoever opens it disposes of it. */
export interface OpenedPdf {
  readonly document: PDFDocumentProxy;
  readonly dispose: () => void;
}

/** Opens the PDF at an address of the window, without WebAssembly: the window's policy forbids it.
 *  @throws Error saying what the lab answered when it is no PDF */
export async function openPdf(url: string, signal: AbortSignal): Promise<OpenedPdf> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) {
    const text = await answer.text();
    throw new Error(text === '' ? `HTTP ${answer.status}` : text);
  }
  const data = new Uint8Array(await answer.arrayBuffer());
  const task = getDocument({ data, useWasm: false, enableXfa: false, stopAtErrors: false });
  const dispose = () => void task.destroy();
  signal.addEventListener('abort', dispose, { once: true });
  const document = await task.promise;
  return { document, dispose };
}
