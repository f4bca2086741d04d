// What `this` is where a function says so itself.

export interface Box {
  own(): void
}

export function put(this: Box, other: Box): void {
  this.own()
  other.list.map(() => this.own())
  function inner() {
    this.own()
  }
}

export class Other {
  take(f: (this: Box) => void) {
    this.take(f)
  }
}

type Named = `a \`quoted\` ${string}`

export const after = 1
