import fallback, { a, b as c, type D } from './sibling';
import * as everything from '../parent/module.js';
import type { Kind } from '@scope/package/deep';
import './effect';
import whole = require('./common');
import Short = everything.Long.Path;

export { a, c as renamed };
export { default } from './other';
export { x as default, y as z } from '../x';
export * from './all';
export * as spaced from './space';
export type { Kind as OtherKind };
export { type Exported } from './types';
export default everything;

const lazy = async () => {
  const loaded = await import('./lazy');
  const { part, whole: alias } = await import('./parts');
  import('./dropped');
  return loaded.part(part, alias, fallback, whole);
};

class Hidden {}
export class Shown extends Hidden {}
