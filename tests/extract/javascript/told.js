/** @import { Parser, Other as Renamed } from './parser.js' */
/**
 * @import {
 *   One,
 *   Two
 * } from "../far/two.js"
 */

function read(list) {
  /** @type {Parser} */
  const one = list[0];
  one.eat();
  (/** @type {Renamed} */ (list[1])).eat();
  let two = (list[2]);
  two.eat();
}

/** @typedef {import("./tree").Tree} Tree */

/** @typedef {Map<string, Tree>} Forest */
