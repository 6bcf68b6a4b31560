import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron';
import type { MenuCommand } from '../../preload/contract/events.ts';
import type { ShellWords } from './words.ts';

/** The native menu. Its commands go to the window that has the focus. */
export function setMenu(
  words: ShellWords,
  given: {
    readonly send: (command: MenuCommand) => void;
    readonly logs: string;
    readonly isDevelopment: boolean;
  },
): void {
  const { send, logs, isDevelopment } = given;
  const command = (label: string, name: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(name),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: words.file,
      submenu: [
        command(words.addFolder, 'add-folder', 'CmdOrCtrl+O'),
        command(words.addFiles, 'add-files', 'CmdOrCtrl+Shift+O'),
        { type: 'separator' },
        { label: words.quit, accelerator: 'CmdOrCtrl+Q', click: () => app.quit() },
      ],
    },
    {
      label: words.edit,
      submenu: [
        // the page hears these keys itself where it has something to undo; the menu is for the mouse
        { ...command(words.undo, 'undo', 'CmdOrCtrl+Z'), registerAccelerator: false },
        { ...command(words.redo, 'redo', 'CmdOrCtrl+Shift+Z'), registerAccelerator: false },
        { type: 'separator' },
        { label: words.cut, role: 'cut' },
        { label: words.copy, role: 'copy' },
        { label: words.paste, role: 'paste' },
      ],
    },
    {
      label: words.go,
      submenu: [
        command(words.worklist, 'go-worklist', 'CmdOrCtrl+1'),
        command(words.viewer, 'go-viewer', 'CmdOrCtrl+2'),
        command(words.review, 'go-review', 'CmdOrCtrl+3'),
        command(words.training, 'go-training', 'CmdOrCtrl+4'),
        command(words.reports, 'go-reports', 'CmdOrCtrl+5'),
        command(words.settings, 'go-settings', 'CmdOrCtrl+6'),
      ],
    },
    {
      label: words.view,
      submenu: [
        { label: words.fullScreen, role: 'togglefullscreen' },
        { label: words.zoomIn, role: 'zoomIn' },
        { label: words.zoomOut, role: 'zoomOut' },
        { label: words.zoomReset, role: 'resetZoom' },
        ...(isDevelopment
          ? [
              { type: 'separator' } as const,
              { label: words.reload, role: 'reload' } as const,
              { role: 'toggleDevTools' } as const,
            ]
          : []),
      ],
    },
    {
      label: words.help,
      submenu: [
        command(words.shortcuts, 'show-shortcuts', 'F1'),
        command(words.tour, 'show-tour'),
        { label: words.logs, click: () => void shell.openPath(logs) },
        { type: 'separator' },
        command(words.about, 'show-about'),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
