def choose(a):
    if a > 9:
        return 9
    elif a > 5 and a != 7:
        note(a)
    elif not a:
        a = 1
    else:
        a = 2
    return a


def ternary(a, b):
    c = a if a > b else b
    return c or a


def rounds(items):
    for item in items:
        if item is None:
            continue
        if item == 7:
            break
        note(item)
    else:
        note("no seven")
    while items:
        items.pop()


def comprehension(rows):
    squares = [cell * cell for row in rows if row for cell in row if cell > 0]
    return sum(square for square in squares)


def guarded(path):
    try:
        text = read(path)
        if not text:
            raise ValueError(path)
    except (OSError, ValueError) as error:
        note(error)
        return None
    except KeyError:
        pass
    else:
        note("read")
    finally:
        close(path)
    return text


def cleaned(path):
    for _ in range(3):
        try:
            if path:
                return read(path)
            break
        finally:
            close(path)
    note(path)


def managed(path):
    with open(path) as file, lock:
        if file:
            return file.read()
    return None


def swallowed(path):
    with suppress(OSError):
        return read(path)
    return None


def matched(shape):
    match shape:
        case Circle(radius) if radius > 9:
            return "large"
        case Circle():
            name = "circle"
        case [a, b]:
            name = "pair"
        case _:
            name = "other"
    match name:
        case "pair":
            note(name)
    return name


def outer(items):
    def inner(item):
        if item:
            yield item

    key = lambda item: item.a if item else None
    async with inner as it:
        await it
    return sorted(items, key=key)


class Shape:
    def area(self):
        assert self.sides
        return self.sides or 0
