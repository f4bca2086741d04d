/** A shape that knows its area. */
export interface Shape<T extends Unit = Meter> extends Named, lib.Sized<T> {
  readonly area: number;
  scale(by: number): Shape<T>;
  scale(by: number, origin: Point): Shape<T>;
  nested: { depth: number; go(): void };
  'quoted-name'?: string;
  (call: string): void;
  new (made: string): Shape<T>;
  [key: string]: unknown;
}

// Not a comment that documents anything.
export abstract class Base {
  static count = 0;
  protected static readonly registry: Map<string, Base> = new Map();
  #secret?: string;
  declare later: Point;
  handler = (event: Event): Point => this.make(event);

  constructor(private readonly origin: Point, public name = 'none', plain?: number) {
    super();
  }

  static {
    Base.count = 1;
  }

  abstract area(): number;

  get secret(): string | undefined {
    return this.#secret;
  }

  set secret(value: string) {
    this.#secret = value;
  }

  /** Makes a point. */
  @logged
  @cached({ size: 1 })
  async make(of: Event): Promise<Point> {
    if (of && this.origin) return this.origin;
    return new Point(of);
  }

  find(name: string): Base;
  find(name: string, deep: boolean): Base;
  find(name: string, deep = false): Base {
    return deep ? Base.registry.get(name)! : this;
  }

  [Symbol.iterator]() {}
  'quoted'() {}
}

@sealed
export default class Circle<R> extends Base implements Shape<R>, Other {
  override area() {
    return super.area();
  }
}

export type Pair<A, B = A> = [first: A, second: B];
type Options = Named & { retries: number; on: { error(e: Error): void } };
type Maker = (of: string) => Circle<string>;
type Both = Circle<Unit> | null | Array<Point>;

export enum Color {
  Red,
  Green = Red + 1,
  'Light Blue' = 4,
}

declare const enum Flag {
  On,
}

export namespace Outer.Inner {
  export const value = 1;
  export function helper(): void {}
  export namespace Deep {
    export interface Thing {}
  }
}

declare module 'other/module' {
  export function imported(): void;
}

declare global {
  interface Window {
    app: App;
  }
}

declare function external(a: string): number;
declare let ambient: Point;

function overloaded(a: string): void;
function overloaded(a: number): void;
function overloaded(a: unknown) {
  function nested() {}
  const closure = () => nested();
  class Local {
    field = closure();
  }
  return new Local();
}

export const typed: Maker = (of) => new Circle<string>();
const inferred = function named() {
  return new Point();
};
export let mutable = 1,
  second: string;
export const settings = {
  size: 1,
  nested: { deep: true },
  open() {
    return this.nested;
  },
  close: () => settings.size,
} as const;
const { left, right: renamed, ...others } = settings;
const [head, , third] = makeAll();
var Expression = class {
  method() {}
};
function* generate(): Generator<number> {
  yield 1;
}
