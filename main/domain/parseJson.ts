/** The value of a JSON text, undefined where it is none: for a reader whose schema says what is wrong. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
