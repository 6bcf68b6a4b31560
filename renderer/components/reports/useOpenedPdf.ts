import { useEffect, useState } from 'react';
import { type OpenedPdf, openPdf } from './openPdf.ts';

export type PdfState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly pdf: OpenedPdf; readonly pageWidth: number }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The PDF at an address, open while the component is shown. */
export function useOpenedPdf(url: string): PdfState {
  const [state, setState] = useState<PdfState>({ kind: 'opening' });
  useEffect(() => {
    const controller = new AbortController();
    setState({ kind: 'opening' });
    const open = async () => {
      const pdf = await openPdf(url, controller.signal);
      const page = await pdf.document.getPage(1);
      const { width } = page.getViewport({ scale: 1 });
      if (!controller.signal.aborted) setState({ kind: 'open', pdf, pageWidth: width });
    };
    open().catch((error: unknown) => {
      if (!controller.signal.aborted) setState({ kind: 'failed', error });
    });
    return () => controller.abort();
  }, [url]);
  return state;
}
