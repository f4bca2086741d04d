import { Badge } from './badge';

type Props = { title: string; rows?: Row[] };
interface Row {
  key: string;
}

export const Card = ({ title, rows }: Props) => <Badge text={title} size="sm" />;

export const Page = () => (
  <Card
    title="x"
    rows={[{ key: 'a' }]}
    {...{}}
  >
    <div className="plain" xlink:href="#" />
    <ui.Menu open />
  </Card>
);

export function Line({ row, size = 1, key: k }: { row: Row; size?: number; key: Props }) {
  return row.key + k.title;
}
