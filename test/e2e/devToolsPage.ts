/** A page of a program that was started with --remote-debugging-port. A packaged program has its inspector switched off, so
 *  that Playwright cannot drive it; Chromium's own protocol can. */
export interface DevToolsPage {
  /** The value of an expression in the page; promises are waited for. */
  evaluate(expression: string): Promise<unknown>;
  close(): void;
}

interface Answer {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

/** Waits for the first page of the program.
 *  @throws Error when there is none within half a minute */
export async function openDevToolsPage(port: number): Promise<DevToolsPage> {
  const address = await findPage(port);
  const socket = new WebSocket(address);
  const waiting = new Map<number, (answer: Answer) => void>();
  let count = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('The page does not answer')));
  });
  return {
    async evaluate(expression) {
      count += 1;
      const id = count;
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      const params = { expression, awaitPromise: true, returnByValue: true };
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
      return (await answered).result?.result?.value;
    },
    close: () => socket.close(),
  };
}

async function findPage(port: number): Promise<string> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const pages = await fetch(`http://127.0.0.1:${port}/json`)
      .then((answer) => answer.json() as Promise<readonly { type: string; webSocketDebuggerUrl: string }[]>)
      .catch(() => []);
    const page = pages.find(({ type }) => type === 'page');
    if (page !== undefined) return page.webSocketDebuggerUrl;
    await new Promise((resume) => setTimeout(resume, 500));
  }
  throw new Error('The program shows no page');
}
