import { FrameReader, writeFrameSync } from './frame.ts';
import type { OpenJob, ParentMessage, RoomOfWorker, WorkerMessage } from './messages.ts';

const ANSWERS = 3;

/** Rooms by name, each loaded when its first job is opened. */
export type RoomLoaders = Readonly<Record<string, () => Promise<RoomOfWorker>>>;

/**
 * A worker from its start to its end: opens a room, answers what it is asked, closes it, and so on. It ends when its
 * input does, because then its parent is gone.
 */
export async function serveJobs(rooms: RoomLoaders): Promise<void> {
  const reader = new FrameReader();
  const server = new Server(rooms);
  process.stdin.on('end', die).on('close', die).on('error', die);
  say({ kind: 'ready' });
  let turn = server.prepare();
  process.stdin.on('data', (chunk: Uint8Array) => {
    for (const { head, body } of reader.push(chunk)) turn = turn.then(() => server.serve(head as ParentMessage, body));
  });
}

class Server {
  readonly #loaders: RoomLoaders;
  readonly #rooms = new Map<string, Promise<RoomOfWorker>>();
  #job: OpenJob | null = null;

  constructor(loaders: RoomLoaders) {
    this.#loaders = loaders;
  }

  /** Loads the rooms, and what their next jobs need, before anybody waits for it. */
  async prepare(): Promise<void> {
    for (const name of Object.keys(this.#loaders)) {
      // What goes wrong here goes wrong again in a job, where somebody is told.
      await this.#room(name)
        .then((room) => room.prepare?.())
        .catch(() => undefined);
    }
  }

  async serve(message: ParentMessage, body: Uint8Array): Promise<void> {
    try {
      await this.#answer(message, body);
    } catch (error) {
      const { message: text, stack } = error instanceof Error ? error : new Error(String(error));
      say({ kind: 'failed', id: message.id, message: text, stack: String(stack) });
    }
  }

  async #answer(message: ParentMessage, body: Uint8Array): Promise<void> {
    const { id } = message;
    switch (message.kind) {
      case 'open': {
        this.#job = await (await this.#room(message.room)).open(message.scratch);
        return say({ kind: 'answer', id, answer: null });
      }
      case 'ask': {
        if (this.#job === null) throw new Error('no job is open');
        const { answer, body: bytes } = await this.#job.answer(message.question, body);
        return say({ kind: 'answer', id, answer }, bytes);
      }
      case 'close': {
        await this.#job?.close();
        this.#job = null;
        say({ kind: 'answer', id, answer: null });
        return this.prepare();
      }
      default:
        throw new Error(`unknown message ${(message satisfies never as ParentMessage).kind}`);
    }
  }

  async #room(name: string): Promise<RoomOfWorker> {
    const load = Object.hasOwn(this.#loaders, name) ? this.#loaders[name] : undefined;
    if (load === undefined) throw new Error(`there is no room ${name}`);
    const room = this.#rooms.get(name) ?? load();
    this.#rooms.set(name, room);
    room.catch(() => this.#rooms.delete(name));
    return room;
  }
}

function say(message: WorkerMessage, body?: readonly Uint8Array[]): void {
  writeFrameSync(ANSWERS, message, body);
}

/**
 * Ends this process now. `process.exit` would wait for the thread of a running query; a signal to itself is refused by
 * a filter, and lost on the first process of a namespace.
 */
function die(): void {
  try {
    process.kill(process.pid, 'SIGKILL');
  } catch {
    // Then by force.
  }
  process.abort();
}
