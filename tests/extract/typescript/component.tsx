import React, { useState } from 'react';
import { Button } from './button';
import * as ui from './ui';

interface Props {
  label: string;
}

/** Counts. */
export const Counter: React.FC<Props> = ({ label }) => {
  const [count, setCount] = useState(0);
  const click = () => setCount(count + 1);
  return (
    <div className="counter">
      <Button onClick={click} {...label}>
        {count}
      </Button>
      <ui.Menu.Item key="a" />
      <svg:rect />
      <>
        <Generic<Props> of={label} />
      </>
    </div>
  );
};

export default function App() {
  return <Counter label="x" />;
}
