const outer = make();

export function parameters(a: Point, { b, c: { d }, ...rest }: Options, [e, f] = pair(), g = a.size) {
  a.use();
  b.use();
  d();
  rest.use();
  e.use();
  g.use();
  outer.use();
  return () => a;
}

export function blocks(flag: boolean) {
  early();
  if (flag) {
    let early = 1;
    early;
    const outer = new Local();
    outer.use();
  }
  outer.use();
  function early() {}
  for (const item of items()) {
    item.use();
  }
  for (let i = 0, n = size(); i < n; i++) i;
  try {
    risky();
  } catch (error) {
    error.report();
  }
  switch (flag) {
    case true:
      let inside = make();
      inside.use();
  }
  inside.use();
}

function hoisted() {
  if (late) {
    var late = make();
  }
  late.use();
  callLater();
  const callLater = () => late;
}

function assigned(again) {
  let thing = new First();
  thing.use();
  thing = new Second();
  thing.use();
  if (again) {
    thing = new Third();
  }
  thing.use();
  let fixed: First = make();
  fixed = other();
  fixed.use();
}

function generics<T extends Point, U>(of: T, list: U[]): T {
  const made: T = of;
  type Inner<V> = V | T;
  interface Shadow {}
  let s: Shadow;
  return list.map((one) => one as U & Shadow);
}

type Unwrapped<T> = T extends Promise<infer R> ? R : never;
type Mapped<T> = { [K in keyof T as Renamed<K>]?: T[K] };

function isPoint(value: unknown): value is Point {
  return value instanceof Point;
}

class Own {
  self = this.size();
  size() {
    const inner = () => this.size();
    function lost(this: Window) {
      return this.size();
    }
    return [1].map(function () {
      return this.size();
    });
  }
}
