int Shape::area() const {
    if (auto found = cache.find(key); found != cache.end()) {
        return found->second;
    }
    for (const auto &side : sides) {
        if (side and not open) break;
    }
    return 0;
}

int guarded(std::string path) {
    try {
        auto text = read(path);
        if (text.empty()) throw Empty();
    } catch (const Empty &error) {
        return 0;
    } catch (...) {
        note("failed");
        throw;
    }
    return 1;
}

Shape::Shape(int a) : a(a ? a : 1) {
    init();
}

void closures(std::vector<int> &items) {
    auto plain = [](int item) { return item + 1; };
    std::for_each(items.begin(), items.end(), [&](int item) {
        if (item > 3) return;
        note(plain(item));
    });
    while (auto next = take()) use(next);
}

template <typename T>
T largest(T a, T b) {
    switch (auto kind = kind_of(a); kind) {
        case Kind::One: return a;
        default: return a > b ? a : b;
    }
}

struct Point {
    Point() = default;
    int x() const { return x_; }
};

Task<int> routine() {
    co_await ready();
    co_return 1;
}
