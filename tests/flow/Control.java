class Control {
    private int a = 1;

    Control(int a) {
        this.a = a > 0 ? a : 1;
    }

    int rounds(List<Integer> items) {
        int sum = 0;
        outer:
        for (int i = 0, j = 9; i < j; i++, j--) {
            for (Integer item : items) {
                if (item == 7) continue outer;
                if (item == 8 && sum > 1) break outer;
                sum += item;
            }
        }
        do {
            sum--;
        } while (sum > 100);
        while (true) {
            if (sum < 0) break;
        }
        return sum;
    }

    String falls(int a) {
        switch (a) {
            case 1:
            case 2:
                note(a);
                break;
            case 3:
                note(3);
            default:
                return "many";
        }
        return "few";
    }

    int arrows(Object shape) {
        int size = switch (shape) {
            case Circle c when c.radius > 9 -> 9;
            case Circle c -> {
                note(c);
                yield 1;
            }
            case null -> throw new Missing();
            default -> 0;
        };
        return size;
    }

    String guarded(String path) throws IOException {
        try (Reader reader = open(path)) {
            if (reader == null) throw new Missing();
            return reader.read();
        } catch (Missing | Lost error) {
            note(error);
        } catch (Exception error) {
            return null;
        } finally {
            close(path);
        }
        return "";
    }

    void closures(List<Integer> items) {
        items.forEach(item -> note(item));
        items.forEach(item -> {
            if (item > 3) return;
            note(item);
        });
        synchronized (this) {
            a++;
        }
        Runnable run = new Runnable() {
            public void run() {
                if (a > 1) note(a);
            }
        };
        assert a > 0;
    }

    abstract void declared();
}
