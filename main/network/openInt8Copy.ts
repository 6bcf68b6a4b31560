import { LabError } from '../domain/labError.ts';
import { describeInt8Copy, readInt8Copy } from './int8Copy.ts';
import { loadOnnxRuntime, onnxRuntimeVersion } from './onnxRuntime.ts';

/** A model's eight-bit copy ready to run, or why the model runs in float32 instead. */
export type Int8Attempt<Network> =
  | { readonly network: Network }
  | {
      readonly network: undefined;
      readonly note: string;
      /** the copy is there but damaged, or of other weights: a person should know */
      readonly isCopyBroken: boolean;
    };

/** Reads a model's eight-bit copy, whatever the model's task, and has it opened where it is whole, accepted and of these
 *  weights and this ONNX Runtime.
 *  @param open makes a network of the graph */
export async function openInt8Copy<Network>(
  modelFolder: string,
  weightsSha256: string,
  open: (onnx: Uint8Array, sha256: string) => Promise<Network>,
): Promise<Int8Attempt<Network>> {
  const without = (note: string, isCopyBroken: boolean) => ({ network: undefined, note, isCopyBroken });
  let version: string;
  try {
    version = onnxRuntimeVersion(loadOnnxRuntime());
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return without(`ONNX Runtime has no library for ${process.platform} ${process.arch}`, false);
  }
  const copy = await readInt8Copy(modelFolder, { weightsSha256, onnxRuntimeVersion: version });
  if (copy.state !== 'usable') return without(describeInt8Copy(copy), copy.state === 'unusable');
  try {
    return { network: await open(copy.onnx, copy.card.onnxSha256) };
  } catch (error) {
    // the file is what was measured, so the machine is at fault: float32 runs there all the same
    const words = error instanceof Error ? error.message : String(error);
    return without(`ONNX Runtime cannot load its copy: ${words}`, true);
  }
}
