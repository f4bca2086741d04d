export function List({ items }: { items: string[] }): JSX.Element | null {
  if (!items.length) return null;
  return <ul>{items.map((item) => (item ? <li key={item}>{item}</li> : null))}</ul>;
}
