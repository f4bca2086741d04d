#!/usr/bin/env node
'use strict';

/**
 * Makes a store.
 */
export function createStore(reducer, state = {}) {
  let current = state;
  const listeners = [];
  function dispatch(action) {
    current = reducer(current, action);
    listeners.forEach((listener) => listener());
  }
  return { dispatch, getState: () => current };
}

export class Queue extends Base {
  static max = 10;
  #items = [];
  limit = 5;
  constructor(name) {
    super(name);
    this.name = name;
    this.items = new List();
    this.onEmpty = () => this.name;
    this.limit = 6;
  }
  get length() {
    return this.#items.length;
  }
  push(item) {
    this.items.add(item);
    this.late = item;
    return this;
  }
  static of(...items) {
    return new Queue(items);
  }
  async *walk() {}
}

/**
 * Finds what fits.
 * @param {Queue} queue where it is looked for
 * @param {Array<Item>|null} [items=[]]
 * @param {{own: string}} options nothing that has a name
 * @param {import('./types').Kind<Item>} kind
 * @param {(Item | Queue)[]} rest
 * @returns {Promise<Item>}
 */
async function find(queue, items = [], options, kind, ...rest) {
  queue.push(items[0]);
  options.own();
  kind.of();
  return rest;
}
/** @type {Queue} */
let typed;

function Animal(name) {
  this.name = name;
}
Animal.prototype.speak = function () {
  return this.name;
};
Animal.create = (name) => new Animal(name);
Animal.kinds = { cat: 1 };
Animal.sleep = Animal.prototype.sleep = function (hours) {
  return hours ? this.name : null;
};
Missing.prototype.method = function () {};

export default {
  name: 'component',
  methods: {
    run() {
      return this.stop();
    },
  },
};
var a = 1, b = function () {};
if (a) {
  var inBlock = 2;
  let alsoHere = 3;
}
