import { LabError, type LabErrorCode } from '../main/domain/labError.ts';
import type { LabEventName, LabEvents } from '../preload/contract/events.ts';
import type { Grant } from '../preload/contract/shellCalls.ts';
import type { LabApi, LabBridge, LabCallName, LabReply } from '../preload/contract.ts';

declare global {
  interface Window {
    readonly lab: LabBridge;
  }
}

/** The lab as pages and components call it: `await lab.listWorklist({})`. A refusal or failure rejects with
 *  LabError, whose message is for people; a bug rejects with a plain Error. */
export const lab: LabApi = new Proxy({} as LabApi, {
  get: (_target, call) => (args: unknown) => invoke(call as LabCallName, args),
});

/** @returns ends the subscription */
export function onLabEvent<Name extends LabEventName>(
  name: Name,
  listener: (event: LabEvents[Name]) => void,
): () => void {
  return window.lab.on(name, listener);
}

/** Files and folders that were dropped on the window, for calls that take `grants`. */
export function grantDropped(files: readonly File[]): Promise<readonly Grant[]> {
  return window.lab.grantDropped(files);
}

async function invoke(call: LabCallName, args: unknown): Promise<unknown> {
  const reply: LabReply = await window.lab.invoke(call, args);
  if (reply.ok) return reply.value;
  if (reply.code === undefined) throw new Error(reply.message);
  throw new LabError(reply.code as LabErrorCode, reply.message, reply.details);
}
