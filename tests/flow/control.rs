fn straight(a: u32) -> u32 {
    let b = a + 1;
    b * 2
}

fn choose(a: u32) -> u32 {
    if a > 9 {
        return 9;
    } else if a > 5 {
        note(a);
    }
    a
}

fn value(a: Option<u32>) -> u32 {
    let b = if let Some(a) = a { a } else { 0 };
    b + 1
}

fn short(a: bool, b: bool, c: bool) -> bool {
    if a && (b || !c) {
        return false;
    }
    let d = a || b;
    d && c
}

fn chain(a: Option<u32>) {
    if let Some(b) = a && b > 1 && b < 9 {
        note(b);
    }
}

fn let_else(a: Option<u32>) -> u32 {
    let Some(b) = a else { return 0 };
    b
}

fn rounds(items: &[u32]) -> u32 {
    let mut sum = 0;
    for item in items {
        if *item == 0 {
            continue;
        }
        sum += item;
    }
    while sum > 100 && sum % 2 == 0 {
        sum /= 2;
    }
    sum
}

fn labels(rows: &[Vec<u32>]) -> u32 {
    let found = 'rows: loop {
        for row in rows {
            for cell in row {
                if *cell == 7 {
                    break 'rows *cell;
                }
                if *cell == 8 {
                    continue 'rows;
                }
            }
        }
        break 0;
    };
    'block: {
        if found > 1 {
            break 'block;
        }
        note(found);
    }
    found
}

fn forever() -> ! {
    loop {
        work();
    }
}

fn arms(a: Option<u32>) -> u32 {
    match a {
        Some(b) if b > 9 => 9,
        Some(b) => {
            note(b);
            b
        }
        None => return 0,
    }
}

fn question(path: &str) -> Result<u32, Error> {
    let text = read(path)?;
    let number = text.parse::<u32>()?;
    Ok(number)
}

fn closures(items: &[u32]) -> u32 {
    let plain = items.iter().map(|item| item + 1);
    plain.filter(|item| if *item > 3 { true } else { return false }).sum()
}

fn nested() {
    fn inner(a: bool) {
        if a {
            work();
        }
    }
    inner(true);
    return;
    const AFTER: u32 = 1;
    fn behind() {}
}

fn dead() -> u32 {
    return 1;
    work();
    2
}

trait Shape {
    fn area(&self) -> u32;
    fn twice(&self) -> u32 {
        self.area() * 2
    }
}
