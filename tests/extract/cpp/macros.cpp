LIB_BEGIN_NAMESPACE
#if __has_include(<optional>) && defined(LIB_OPTIONAL)
#  include <optional>
#endif
#define LIB_CHECK(condition, message) /* what it does */ \
	((condition) ? (void)0 : lib_fail(message))
template <typename T> class LIB_API Buffer final : public Base<T> {
 public:
	LIB_CONSTEXPR Buffer(T* begin, int size) noexcept
	    : begin_(begin), size_(size) {}
	LIB_CONSTEXPR20 ~Buffer() = default;
	Buffer(const Buffer&) = delete;
	LIB_CONSTEXPR operator bool() const { return size_ != 0; }
	friend LIB_INLINE bool operator<(const Buffer& a, const Buffer& b) { return a.size_ < b.size_; }
	friend int compare(const Buffer& a) { return a.size_; }
 private:
	T* const begin_ GUARDED_BY(mutex_);
	std::vector<char*> held_ GUARDED_BY(mutex_);
	int size_;
	Q_PROPERTY(int size READ size)
};
class SCOPED_LOCKABLE Lock {
 public:
	explicit Lock(Mutex* mutex) EXCLUSIVE_LOCK_FUNCTION(mutex) : mutex_(mutex) { mutex_->take(); }
	~Lock() UNLOCK_FUNCTION() { mutex_->give(); }
 private:
	Mutex* const mutex_;
};
LIB_API Lock::Lock(Mutex* mutex, int) : mutex_(mutex) {}
LIB_API std::string LIB_CALL name_of(int kind);
#ifdef _WIN32
int handle() { return windows(); }
#else
int handle() { return others(); }
#endif
LIB_END_NAMESPACE

int before;
DEFINE_FLAG(int, repeat, 2, "text");

enum Sign UNDERLYING_TYPE(unsigned char){none, minus};

template <typename A>
struct Takes : A {
  using typename A::value_type;
  value_type value;
};

TEST_CASE(made, "by a macro") {
  int local = 1;
  takes(local);
}

class Guarded {
  PRIVATE_UNLESS_TESTED:
    union Value {
        int number;
        Value() = default;
    };

  private:
    void check(int with) noexcept
    {
        MY_TRY
        {
            assert(with);
        }
        MY_CATCH(...) {}
        use(with);
    }
    enum : long { LARGE = 1L << 40 };
    int last;
};

class EXPORTED [[nodiscard]] Result {
 public:
  Result() : ok_(true) {}
  bool ok() const { return ok_; }
 private:
  bool ok_;
};

#define INST_1(NAME, ID, T0) \
  inline Error NAME(const T0& o0) { return emit(ID, o0); } \
  inline Error NAME(int o0) { return emit(ID, o0); }
#define ASKS(T) bool T(int) const;
struct Emitter {
  INST_1(push, Push, Gp)
  INST_1(pop, Pop, Gp)
  ASKS(is_long)
  int count = INST_1(none, Pop, Gp);
};
