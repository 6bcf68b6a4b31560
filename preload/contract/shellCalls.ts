import { z } from 'zod';
import {
  defineCall,
  type GrantId,
  modelFullNameSchema,
  noArguments,
  slideIdSchema,
  uuidSchema,
} from './defineCall.ts';

/** What a person chose: never its path. */
export interface Grant {
  readonly id: GrantId;
  /** file or folder name, for people */
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

export interface ShellAbout {
  readonly electronVersion: string;
  readonly chromiumVersion: string;
  readonly platform: string;
  /** third-party packages that the program ships, with their licences */
  readonly licences: readonly { readonly name: string; readonly version: string; readonly licence: string }[];
}

export type StationState = 'starting' | 'running' | 'lost';

/** What the shell of the window does itself. Answered by Electron main. */
export const shellCalls = {
  /** the system's dialog; empty when the person closed it */
  chooseFiles: defineCall<readonly Grant[]>()(
    z.strictObject({
      purpose: z.enum(['slide-folder', 'slide-files', 'report', 'key', 'labels', 'dataset-folder', 'model']),
    }),
  ),
  /** the system's dialog for where a model is written; undefined when the person closed it */
  chooseModelFile: defineCall<Grant | undefined>()(z.strictObject({ fullName: modelFullNameSchema })),
  /** a second window with one slide, for another monitor; brought forward when it is there */
  openViewerWindow: defineCall<void>()(z.strictObject({ slideId: slideIdSchema })),
  /** shows the PDF in the folder it lies in */
  showReportFile: defineCall<void>()(z.strictObject({ reportId: uuidSchema })),
  openLogFolder: defineCall<void>()(noArguments),
  setFullScreen: defineCall<void>()(z.strictObject({ isFullScreen: z.boolean() })),
  readShellAbout: defineCall<ShellAbout>()(noArguments),
  readStationState: defineCall<StationState>()(noArguments),
};
