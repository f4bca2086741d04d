function parse(text: string, strict?: boolean): number | undefined {
  if (strict && !/^\d+$/.test(text)) {
    throw new Error(text);
  }
  return Number(text) || undefined;
}

abstract class Shape<T> {
  private key: string = "a";
  handler = async (event: Event): Promise<void> => {
    for await (const part of event) this.take(part as T);
  };
  abstract area(): number;
  constructor(private a: number) {
    this.key = a > 1 ? "many" : "one";
  }
  protected take(part: T): part is T & object {
    switch (typeof part) {
      case "object":
        return true;
    }
    return false;
  }
}

declare function declared(a: number): void;

namespace Inner {
  export const f = <T,>(a: T): T => <T>a!;
}
