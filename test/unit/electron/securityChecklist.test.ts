import { expect, test } from 'vitest';
import {
  brokenItems,
  type SecurityFacts,
  type SecurityItem,
  securityChecklist,
} from '../../helpers/securityChecklist.ts';

const sound: SecurityFacts = {
  url: 'blastscope://app/#/',
  requestedUrls: ['blastscope://app/assets/index.js', 'data:image/png;base64,'],
  preferences: {
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  },
  leakedGlobals: [],
  bridgeNames: ['invoke', 'on', 'grantDropped'],
  permissions: { notifications: 'denied' },
  contentSecurityPolicy: "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-x'",
  ranTextAsCode: false,
  ranInlineScript: false,
  attachedWebview: false,
  openedDevTools: false,
  urlAfterNavigation: 'blastscope://app/#/',
  windowsAfterOpen: 1,
  windowsBeforeOpen: 1,
  strangerRefusedWith: 'argument-invalid',
  opensExternally: [],
  fuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    grantFileProtocolExtraPrivileges: false,
  },
  electronVersion: '45.4.1',
};

const without = (name: string, value: unknown) => ({ preferences: { ...sound.preferences, [name]: value } });

const breaches: Readonly<Record<SecurityItem, Partial<SecurityFacts>>> = {
  '1 only secure content is loaded': { requestedUrls: ['https://fonts.example.org/inter.css'] },
  '2 no Node in the page': { leakedGlobals: ['require'] },
  '3 the page is isolated from preload': without('contextIsolation', false),
  '4 the page is sandboxed': without('sandbox', undefined),
  '5 permissions are denied': { permissions: { notifications: 'granted' } },
  '6 web security is on': without('webSecurity', false),
  '7 a strict content security policy': {
    contentSecurityPolicy: "default-src 'none'; script-src 'self' 'unsafe-eval'",
  },
  '8 no insecure content': without('allowRunningInsecureContent', true),
  '9 no experimental features': without('experimentalFeatures', true),
  '10 no Blink features': without('enableBlinkFeatures', 'CSSVariables'),
  '11 and 12 no webview': { attachedWebview: true },
  '13 the page cannot be left': { urlAfterNavigation: 'https://example.org/' },
  '14 no other window can be opened': { windowsAfterOpen: 2 },
  '15 no address is handed to the system': { opensExternally: ['main/electron/menu.ts'] },
  '16 Electron is current': { electronVersion: '25.1.1' },
  '17 the sender of each message is checked': { strangerRefusedWith: undefined },
  '18 a scheme of its own instead of file:': {
    url: 'file:///index.html',
    urlAfterNavigation: 'file:///index.html',
  },
  '19 fuses': { fuses: { ...sound.fuses, runAsNode: true } },
  '20 no Electron API reaches the page': { bridgeNames: ['invoke', 'on', 'grantDropped', 'ipcRenderer'] },
  'developer tools are off': { openedDevTools: true },
};

test('a sound window breaks no item of the checklist', () => {
  expect(brokenItems(sound)).toEqual([]);
});

for (const item of Object.keys(securityChecklist) as SecurityItem[]) {
  test(`a planted breach is found: ${item}`, () => {
    expect(brokenItems({ ...sound, ...breaches[item] })).toContain(item);
  });
}
