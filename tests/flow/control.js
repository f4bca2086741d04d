function choose(a, b = a || 1) {
  if (a > 9) return 9;
  else if (a > 5) {
    note(a);
  } else {
    a = 1;
  }
  a ||= 2;
  return a ?? b;
}

function rounds(items) {
  let sum = 0;
  rows: for (let i = 0; i < items.length; i++) {
    for (const item of items[i]) {
      if (item === 7) continue rows;
      if (item === 8) break rows;
      sum += item;
    }
  }
  do sum--; while (sum > 100 && sum !== 7);
  for (;;) {
    if (!sum) break;
  }
  while (sum < 3) sum++;
  block: {
    if (sum) break block;
    note(sum);
  }
  return sum;
}

function falls(a) {
  switch (a) {
    case 1:
    case 2:
      note(a);
      break;
    default:
      a = 0;
    case 3:
      return "three";
  }
  return "few";
}

async function guarded(path) {
  try {
    const text = await read(path);
    if (!text) throw new Missing();
    return text;
  } catch {
    note(path);
  } finally {
    close(path);
  }
}

class Shape {
  area = (a) => (a ? 1 : 0);
  get size() {
    return this.a && this.b;
  }
  *items() {
    for (const item in this) yield item;
  }
}

const named = function () {
  return [1, 2].map((item) => item + 1);
};

export function closures(items) {
  items.forEach((item) => {
    if (item > 3) return;
    note(item);
  });
  const inner = (item) => {
    while (item) item--;
  };
  return items.filter((item) => item > 1 || item < -1).length;
}

const View = ({ items }) => <ul>{items.length ? items.map((i) => <li>{i}</li>) : <b />}</ul>;
