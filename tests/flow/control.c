int choose(int a)
{
    if (a > 9)
        return 9;
    else if (a > 5)
        note(a);
    return a > 1 ? a : 1;
}

int rounds(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        if (i == 3)
            continue;
        sum += i;
    }
    do {
        if (sum == 7)
            break;
        sum--;
    } while (sum > 100 && n);
    while (sum) sum /= 2;
    for (;;) {
        if (!sum || n < 0)
            return sum;
    }
}

const char *falls(int a)
{
    switch (a) {
    case 1:
    case 2:
        note(a);
        break;
    case 3:
        note(3);
    case 4:
        return "four";
    default:
        a = 0;
    }
    switch (a) {
    case 0: return "none";
    }
    return "many";
}

int cleaned(const char *path)
{
    int result = -1;
    char *text = read(path);
    if (!text)
        goto out;
again:
    if (retry(text))
        goto again;
    result = 0;
    goto nowhere;
out:
    release(text);
    return result;
}

void copies(char *to, char *from, int n)
{
    switch (n % 4) {
    case 0:
        do {
            *to = *from++;
    case 3:
            *to = *from++;
        } while (--n > 0);
    }
}

void chosen(void)
{
    start();
#ifdef FAST
    run_fast();
#else
    if (slow())
        return;
#endif
    stop();
}

int declared(int a);
