import { Point, make } from './point';

const options: Options = { retries: 1, on: { error: (e) => e.stack, once() {} }, make };
const cast = { retries: 2 } as Options;
const checked = { retries: 3 } satisfies Options;
const list: Options[] = [{ retries: 4 }];

function uses(p: Point, maybe?: Point): Options {
  make(p, 1);
  make<Point>(p);
  p.move().by.far(1, 2);
  maybe?.move();
  maybe!.move();
  p['quoted']('x');
  p.list[0].move();
  (p as Special).special();
  (<Special>p).special();
  new Point(1);
  new space.Point<string>().move();
  new (choose())();
  tag`a ${p.name}`;
  `a ${make()}`;
  (p ?? maybe).move();
  (p.ready ? p : maybe).move();
  const awaited = await p.later();
  awaited.move();
  typeof p.name;
  let q: typeof p.name;
  let r: import('./types').Remote;
  let s: space.Nested.Kind<Point>;
  let t: Point['name'];
  let u: `${Prefix}-x`;
  p.count += make.count;
  p.field = { own: 1 };
  [p.a, p.b] = [make.c, 2];
  super.method;
  const { name, size: { width } } = p;
  name.trim();
  width.fixed();
  return { retries: 5 };
}

const arrow = (p: Point): Options => ({ retries: 6 });
export const handlers: Handlers = {
  open(x) {
    return this.close(x);
  },
};
