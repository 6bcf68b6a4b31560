import type { CellChanges, CellsAsNow } from '../../main/domain/cellTable.ts';
import type { LabelHistory } from '../../main/domain/labelAction.ts';
import type { LabSettings } from '../../main/domain/labSettings.ts';
import type { Progress } from '../../main/domain/progress.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import type { TrainingRun } from '../../main/domain/trainingRun.ts';
import type { ScanQueue } from '../../main/domain/worklist.ts';
import type { StationState } from './shellCalls.ts';

/** Commands of the native menu that a window carries out. */
export const menuCommands = [
  'go-worklist',
  'go-viewer',
  'go-review',
  'go-training',
  'go-reports',
  'go-settings',
  'add-folder',
  'add-files',
  'undo',
  'redo',
  'show-shortcuts',
  'show-about',
  'show-tour',
] as const;
export type MenuCommand = (typeof menuCommands)[number];

/** What reaches every window without being asked for. */
export interface LabEvents {
  /** rows were added or changed: read them again */
  readonly 'worklist-changed': { readonly slideIds: readonly SlideId[] };
  /** another program has changed cells: who shows those of another scan or revision reads them anew */
  readonly 'cells-outdated': { readonly cells: readonly CellsAsNow[] };
  /** watched folders came, went, or cannot be looked at */
  readonly 'folders-changed': Readonly<Record<string, never>>;
  readonly 'queue-changed': { readonly queue: ScanQueue };
  /** cells of a slide changed, whoever changed them */
  readonly 'cells-changed': { readonly changes: CellChanges; readonly history: LabelHistory };
  readonly 'training-changed': { readonly run: TrainingRun };
  readonly 'models-changed': Readonly<Record<string, never>>;
  /** of a model that is being judged: 0..1 */
  readonly 'gate-progress': { readonly fullName: string; readonly doneFraction: number };
  /** of work that was asked for by this id */
  readonly 'work-progress': Progress & { readonly requestId: string };
  readonly 'reports-changed': Readonly<Record<string, never>>;
  readonly 'settings-changed': { readonly settings: LabSettings };
  /** of the shell: after 'lost' the station starts again by itself; on 'running' read everything anew */
  readonly 'station-state': { readonly state: StationState };
  readonly 'menu-command': { readonly command: MenuCommand };
}

export type LabEventName = keyof LabEvents;
