/** What can be seen of a running window, to be held against Electron's security checklist. */
export interface SecurityFacts {
  /** address of the page */
  readonly url: string;
  /** addresses that the page asked for by itself */
  readonly requestedUrls: readonly string[];
  readonly preferences: Readonly<Record<string, unknown>>;
  /** names of Node or Electron that the page can see */
  readonly leakedGlobals: readonly string[];
  /** what preload gives the page */
  readonly bridgeNames: readonly string[];
  /** answers to requests for permissions, by permission */
  readonly permissions: Readonly<Record<string, string>>;
  /** of the page; empty when it has none */
  readonly contentSecurityPolicy: string;
  readonly ranTextAsCode: boolean;
  readonly ranInlineScript: boolean;
  readonly attachedWebview: boolean;
  readonly openedDevTools: boolean;
  /** address of the page after it tried to leave */
  readonly urlAfterNavigation: string;
  readonly windowsAfterOpen: number;
  readonly windowsBeforeOpen: number;
  /** code of the answer to a window that is not one of ours; undefined when it was answered */
  readonly strangerRefusedWith: string | undefined;
  /** sources of the shell that hand an address to the system */
  readonly opensExternally: readonly string[];
  /** as electron-builder is told, by name */
  readonly fuses: Readonly<Record<string, boolean>>;
  /** of package.json: "45.4.1" */
  readonly electronVersion: string;
}

/** Older majors get no security fixes any more. */
const oldestSafeMajor = 45;

const forbiddenInPolicy = /unsafe-inline|unsafe-eval|unsafe-hashes|\*|https?:/;

/** Electron's checklist (electronjs.org/docs/latest/tutorial/security), item by item: true where it is kept. */
export const securityChecklist = {
  '1 only secure content is loaded': ({ url, requestedUrls }) =>
    [url, ...requestedUrls].every((one) => /^(blastscope:\/\/app\/|blob:blastscope:|data:)/.test(one)),
  '2 no Node in the page': ({ preferences, leakedGlobals }) =>
    preferences.nodeIntegration === false &&
    preferences.nodeIntegrationInWorker !== true &&
    preferences.nodeIntegrationInSubFrames === false &&
    leakedGlobals.length === 0,
  '3 the page is isolated from preload': ({ preferences }) => preferences.contextIsolation === true,
  '4 the page is sandboxed': ({ preferences }) => preferences.sandbox === true,
  '5 permissions are denied': ({ permissions }) =>
    Object.keys(permissions).length > 0 && Object.values(permissions).every((answer) => answer === 'denied'),
  '6 web security is on': ({ preferences }) => preferences.webSecurity === true,
  '7 a strict content security policy': (facts) =>
    /(^|; )default-src 'none'/.test(facts.contentSecurityPolicy) &&
    /(^|; )script-src 'self'(;|$)/.test(facts.contentSecurityPolicy) &&
    !forbiddenInPolicy.test(facts.contentSecurityPolicy) &&
    !facts.ranTextAsCode &&
    !facts.ranInlineScript,
  '8 no insecure content': ({ preferences }) => preferences.allowRunningInsecureContent === false,
  '9 no experimental features': ({ preferences }) => preferences.experimentalFeatures === false,
  '10 no Blink features': ({ preferences }) => (preferences.enableBlinkFeatures ?? '') === '',
  '11 and 12 no webview': ({ preferences, attachedWebview }) =>
    preferences.webviewTag === false && !attachedWebview,
  '13 the page cannot be left': ({ url, urlAfterNavigation }) => urlAfterNavigation === url,
  '14 no other window can be opened': (facts) => facts.windowsAfterOpen === facts.windowsBeforeOpen,
  '15 no address is handed to the system': ({ opensExternally }) => opensExternally.length === 0,
  '16 Electron is current': ({ electronVersion }) =>
    /^\d+\.\d+\.\d+$/.test(electronVersion) && Number.parseInt(electronVersion, 10) >= oldestSafeMajor,
  '17 the sender of each message is checked': (facts) => facts.strangerRefusedWith === 'argument-invalid',
  '18 a scheme of its own instead of file:': ({ url }) => url.startsWith('blastscope://app/'),
  '19 fuses': ({ fuses }) =>
    fuses.runAsNode === false &&
    fuses.enableCookieEncryption === true &&
    fuses.enableNodeOptionsEnvironmentVariable === false &&
    fuses.enableNodeCliInspectArguments === false &&
    fuses.grantFileProtocolExtraPrivileges === false,
  '20 no Electron API reaches the page': ({ bridgeNames }) =>
    [...bridgeNames].sort().join() === 'grantDropped,invoke,on',
  'developer tools are off': ({ openedDevTools }) => !openedDevTools,
} as const satisfies Readonly<Record<string, (facts: SecurityFacts) => boolean>>;

export type SecurityItem = keyof typeof securityChecklist;

/** The items that a program breaks. */
export function brokenItems(facts: SecurityFacts): readonly SecurityItem[] {
  return (Object.keys(securityChecklist) as SecurityItem[]).filter((item) => !securityChecklist[item](facts));
}
