#include <vector>
namespace a::b {
inline namespace v1 { class Later; }
namespace { int hidden; struct Secret { int s; }; }
namespace alias = a::b;
}
using std::string;
using namespace std;
using Names = std::vector<string>;

/// A shape.
template <typename T, class U = int, int N = 3>
struct Shape : public Base<T>, private other::Mixin {
	using type = T;
	friend class Friend;
	friend void befriend(int);
	T value;
};
template <> struct Shape<int> {};

class Derived final : public Base<int> {
public:
	Derived(int a, int b = 2) : Base<int>(a), m_(b) {}
	explicit Derived() = default;
	~Derived() override;
	static int count;
	static constexpr int kMax = 3;
	virtual void run() const = 0;
	operator bool() const { return m_; }
	Derived &operator=(const Derived &o) = delete;
	int get() const { return this->m_; }
	auto deduced() { return get(); }
	enum class Color : int { Red, Green };
	enum Plain { A, B };
	template <typename T> void each(T &&t);
	void variadic(int n, ...);
	template <typename... Ts> void pack(Ts... ts);
	union { int u1; float u2; };
	struct { int n1; } nested;
private:
	int m_ = 3;
	std::unique_ptr<Shape<int>> shape_;
	int array[3], *pointer;
	int (*callback)(int);
};

int Derived::count = 0;
Derived::~Derived() {}
void a::b::free_in_namespace() {}
template <typename T> void Derived::each(T &&t) { t.go(); }
template <class T> struct Outer<T>::Inner { int x; };
template <class T> typename Outer<T>::type Outer<T>::make() { return type(); }
auto trailing(int a) -> Derived { return Derived(a); }
constexpr int kConstant = 3;
template <class T> concept Walks = requires(T t) { t.walk(); };
extern "C" { int c_function(void); }
typedef std::map<int, Derived> Table;
static int only_here(int a, int b) { return a; }
EXPORT_API class EXPORT_API Exported : public std::runtime_error {
public:
	EXPORT_API Exported(int);
	[[nodiscard]] EXPORT_API int code() const EXPORT_NOEXCEPT;
};
TEST(Suite, Name) { EXPECT_EQ(1, only_here(1, 2)); }
TEST_F(Fixture, Other) { use_fixture(); }
bool operator==(const Derived &x, const Derived &y) { return x.get() == y.get(); }
