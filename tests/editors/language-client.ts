import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { present } from '../../engine/presence/index.ts';

/** A place in a text, both counted from 0, as the protocol has it. */
export interface TextPlace {
  readonly line: number;
  readonly character: number;
}

/** What an editor underlines. */
export interface EditorDiagnostic {
  readonly range: { readonly start: TextPlace; readonly end: TextPlace };
  readonly message: string;
}

/** A message of JSON-RPC: a request has id and method, a notification no id, an answer no method. */
interface RpcMessage {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** The kind "class": a completion that writes all keys at once that a mapping has to have. */
const WHOLE_MAPPING = 7;

/**
 * As much of an editor as completion, hover and diagnostics need: the Language Server Protocol 3.17 over the standard
 * streams of a server. The server asks for its settings, by section, and is given those that a user would write.
 */
export class LanguageClient {
  readonly #server: ChildProcessWithoutNullStreams;
  readonly #settings: Readonly<Record<string, unknown>>;
  readonly #root: string;
  readonly #answers = new Map<number, (answer: RpcMessage) => void>();
  readonly #diagnostics = new Map<string, (found: readonly EditorDiagnostic[]) => void>();
  /** Fails when the server ends, so that nobody waits for what will not come. */
  readonly #gone: Promise<never>;
  #received = Buffer.alloc(0);
  #requests = 0;

  private constructor(
    server: ChildProcessWithoutNullStreams,
    root: string,
    settings: Readonly<Record<string, unknown>>,
  ) {
    this.#server = server;
    this.#root = pathToFileURL(root).href;
    this.#settings = settings;
    server.stdout.on('data', (bytes: Buffer) => this.#take(bytes));
    this.#gone = new Promise((_, reject) => {
      server.on('exit', () => reject(new Error('the server has ended')));
    });
    // It ends after the last request, too, when nobody waits.
    this.#gone.catch(() => undefined);
  }

  /** @param settings by section, such as `{ yaml: { schemas: ... } }` */
  static async start(
    command: readonly [program: string, ...args: string[]],
    root: string,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<LanguageClient> {
    const [program, ...args] = command;
    const client = new LanguageClient(spawn(program, args, { cwd: root }), root, settings);
    await client.#request('initialize', {
      processId: process.pid,
      rootUri: client.#root,
      workspaceFolders: [{ uri: client.#root, name: 'project' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: { hover: { contentFormat: ['plaintext'] }, publishDiagnostics: {} },
      },
    });
    client.#notify('initialized', {});
    return client;
  }

  /**
   * Opens a text as the file of that path, and waits for what the server says of it. A path is opened once: what is
   * said names no version, so nobody could tell of which text of a path it is.
   */
  async open(file: string, text: string): Promise<readonly EditorDiagnostic[]> {
    const uri = this.#uriOf(file);
    if (this.#diagnostics.has(uri)) throw new Error(`${file} is open already`);
    const found = new Promise<readonly EditorDiagnostic[]>((resolve) => this.#diagnostics.set(uri, resolve));
    this.#notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return Promise.race([found, this.#gone]);
  }

  /** The keys or words that the server offers at a place of an open file. */
  async completionsAt(file: string, position: TextPlace): Promise<readonly string[]> {
    const result = (await this.#request('textDocument/completion', {
      textDocument: { uri: this.#uriOf(file) },
      position,
    })) as { readonly items: readonly { readonly label: string; readonly kind: number }[] };
    return result.items.filter(({ kind }) => kind !== WHOLE_MAPPING).map(({ label }) => label);
  }

  /** What the server shows of a place of an open file. */
  async hoverAt(file: string, position: TextPlace): Promise<string> {
    const result = (await this.#request('textDocument/hover', {
      textDocument: { uri: this.#uriOf(file) },
      position,
    })) as { readonly contents: { readonly value: string } } | null;
    return result === null ? '(nothing)' : result.contents.value;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    await this.#request('shutdown', null);
    this.#notify('exit', null);
    await ended;
  }

  #uriOf(file: string): string {
    return `${this.#root}/${file}`;
  }

  async #request(method: string, params: unknown): Promise<unknown> {
    this.#requests++;
    const id = this.#requests;
    const answer = new Promise<RpcMessage>((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await Promise.race([answer, this.#gone]);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  #notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: RpcMessage): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  /** Messages come in pieces of any length: what is whole is read, the rest is kept. */
  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const start = this.#received.indexOf('\r\n\r\n');
      if (start < 0) return;
      const head = this.#received.subarray(0, start).toString('ascii');
      const length = Number(present(/Content-Length: (\d+)/i.exec(head)?.[1]));
      const end = start + 4 + length;
      if (this.#received.length < end) return;
      const body = this.#received.subarray(start + 4, end).toString('utf8');
      this.#received = this.#received.subarray(end);
      this.#handle(JSON.parse(body) as RpcMessage);
    }
  }

  #handle(message: RpcMessage): void {
    const { id, method, params } = message;
    if (method === undefined) {
      if (typeof id === 'number') this.#answers.get(id)?.(message);
      return;
    }
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly EditorDiagnostic[] };
      this.#diagnostics.get(uri)?.(diagnostics);
    }
    if (id !== undefined) this.#send({ id, result: method === 'workspace/configuration' ? this.#asked(params) : null });
  }

  /** A value for each section that the server asks for; null where the user has set nothing. */
  #asked(params: unknown): readonly unknown[] {
    const { items } = params as { readonly items: readonly { readonly section: string }[] };
    return items.map(({ section }) => (section in this.#settings ? this.#settings[section] : null));
  }
}
