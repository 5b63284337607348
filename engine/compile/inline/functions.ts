import { present } from '../../presence/index.ts';
import { type FunctionDefinition, libraryFunctions, type VariableDefinition } from '../../project/index.ts';
import type { CallableFunctions, CalledSchema } from '../asof/index.ts';
import type { BodyOutcome, FunctionNames } from './edited-text.ts';
import { type ParseText, readBody } from './read-body.ts';

/** What is known of the functions of a project. */
export interface KnownFunctions {
  readonly functions: readonly FunctionDefinition[];
  readonly unsoundFunctions: ReadonlySet<string>;
  readonly hasOpenLibrary: boolean;
}

/** The functions that texts may call, those that come along among them; a body is read when it is first called. */
export class Functions implements FunctionNames {
  /** Those of features/lib. */
  readonly own: readonly FunctionDefinition[];
  readonly #byName: ReadonlyMap<string, FunctionDefinition>;
  readonly #unsound: Set<string>;
  readonly #isOpen: boolean;
  readonly #variables: readonly VariableDefinition[] | undefined;
  readonly #bodies = new Map<FunctionDefinition, Promise<BodyOutcome>>();

  /** @param variables undefined where nobody knows them. */
  constructor(known: KnownFunctions, variables: readonly VariableDefinition[] | undefined) {
    this.own = known.functions;
    this.#byName = new Map(known.functions.map((fn) => [fn.name, fn]));
    this.#unsound = new Set(known.unsoundFunctions);
    this.#isOpen = known.hasOpenLibrary;
    this.#variables = variables;
  }

  kindOf(schema: CalledSchema, name: string): ReturnType<CallableFunctions['kindOf']> {
    if (schema === 'lib' && this.#unsound.has(name)) return 'unknown';
    return this.find(schema, name)?.kind ?? (schema === 'lib' && this.#isOpen ? 'unknown' : undefined);
  }

  namesOf(schema: CalledSchema): readonly string[] {
    return schema === 'lib' ? [...this.#byName.keys()] : libraryFunctions().map(({ name }) => name);
  }

  find(schema: CalledSchema, name: string): FunctionDefinition | undefined {
    if (schema === 'ews') return libraryFunctions().find((fn) => fn.name === name);
    return this.#unsound.has(name) ? undefined : this.#byName.get(name);
  }

  /** From now on nobody can say what a function is: whoever calls it is judged no further. */
  fail({ name }: FunctionDefinition): void {
    this.#unsound.add(name);
  }

  bodyOf(fn: FunctionDefinition, parse: ParseText): Promise<BodyOutcome> {
    if (!this.#bodies.has(fn)) this.#bodies.set(fn, readBody(fn, this, { parse, variables: this.#variables }));
    return present(this.#bodies.get(fn));
  }

  /** The values that variables have in bodies: a part of what they mean. */
  get variables(): readonly VariableDefinition[] {
    return this.#variables ?? [];
  }
}
