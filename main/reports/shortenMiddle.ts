const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Takes characters out of the middle until the text fits: the ends of a file name tell most.
 *  @param fits whether a text is short enough
 *  @returns the text itself, or its ends around "…"; never splits a letter from its accents */
export function shortenMiddle(text: string, fits: (candidate: string) => boolean): string {
  if (fits(text)) return text;
  const letters = [...graphemes.segment(text)].map(({ segment }) => segment);
  let low = 0;
  let high = letters.length - 1;
  while (low < high) {
    const kept = Math.ceil((low + high) / 2);
    if (fits(keepEnds(letters, kept))) low = kept;
    else high = kept - 1;
  }
  return keepEnds(letters, low);
}

function keepEnds(letters: readonly string[], kept: number): string {
  const head = Math.ceil(kept / 2);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (kept - head)).join('')}`;
}
