/* What crosses between a process and its thread of ONNX Runtime. */

/** A tensor that goes into a graph. */
export type OnnxFeed =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] }
  | { readonly type: 'uint8'; readonly data: Uint8Array; readonly dims: readonly number[] }
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly dims: readonly number[] };

export type OnnxFeeds = Readonly<Record<string, OnnxFeed>>;

export type OnnxRequest =
  | { readonly kind: 'open'; readonly onnx: Uint8Array; readonly threads: number }
  | { readonly kind: 'run'; readonly sessionId: number; readonly feeds: OnnxFeeds }
  | { readonly kind: 'release'; readonly sessionId: number };

/** A session that is open. */
export interface OpenedOnnx {
  readonly sessionId: number;
  /** by input; a word where a dimension may have any size */
  readonly inputShapes: Readonly<Record<string, readonly (number | string)[]>>;
  /** by input, as ONNX Runtime calls them: 'float32', 'uint8' */
  readonly inputTypes: Readonly<Record<string, string>>;
}

/** By output: a graph of ours gives numbers alone. */
export type OnnxOutputs = Readonly<Record<string, Float32Array>>;

/** What a request of each kind is answered with. */
export interface OnnxAnswers {
  readonly open: OpenedOnnx;
  readonly run: OnnxOutputs;
  readonly release: undefined;
}

export type OnnxReply =
  | { readonly requestId: number; readonly answer: OnnxAnswers[keyof OnnxAnswers] }
  | { readonly requestId: number; readonly problem: string };
