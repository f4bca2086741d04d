export function make(options: { node: Node; on?(name: string): void }): { made: Node } {
  return { made: options.node };
}

export function use(kind: string) {
  const held = hold<Node, string>(kind);
  return { kind, held, more: { first: held[0] } };
}

export const closed = (options: { other: Node }) => options.other;

make({ node: closed });
