import './olderChromium.ts';
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
