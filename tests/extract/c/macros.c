EXPORT_SYMBOL(f);
static int __init init_it(void) { return setup(); }
SYSCALL_DEFINE3(read, unsigned int, fd, char __user *, buf, size_t, count)
{
	return ksys_read(fd, buf, count);
}
LIST_HEAD(all);
static DEFINE_MUTEX(lock);
DECLARE_WAIT_QUEUE_HEAD(queue);
API_EXPORT int foo(void) { return 1; }
LUA_API void (lua_close) (lua_State *L) { close_state(L); }
LUALIB_API(int) lib_open(lua_State *L) { return 1; }
ZEXTERN int ZEXPORT deflate OF((z_streamp strm, int flush));
__printf(1, 2) void print(const char *format, ...);
asmlinkage long sys_own(void) __must_check;
struct __packed packed { u8 a; __be32 b __aligned(4); } __attribute__((packed));
struct aligned { int a; } ____cacheline_aligned;
static int acquire(struct lock *l) __acquires(l)
{
	return grab(l);
}
#ifdef CONFIG_A
int one(void) { return 1; }
#else
int other(void) { return 2; }
#endif
#ifdef CONFIG_B
int begin(int a) {
#else
int begin_else(void) {
#endif
	if (a) {
#if CONFIG_C
	} else if (b) {
#endif
		call_c();
	}
	return 1;
}
static struct ops operations = {
	.open = own_open,
#ifdef CONFIG_D
	.close = own_close,
#endif
};
#if 0
int dead(void) { return nothing(); }
#endif
#ifdef __cplusplus
extern "C" {
#endif
TEST(suite_name)
{
	check(1);
}
module_init(init_it);
#ifdef __cplusplus
}
#endif
struct with_fields {
	COMMON_FIELDS
	MORE_FIELDS
};
typedef __attribute__((aligned(1))) unsigned unaligned;
typedef int (CALLED *callback)(int a);
UNUSED(static int wrapped(const char *path)) {
	return path[0];
}
static bool grown(int n);
bool grown(int n)
{
	BEGIN_OF_TEST
	check(n);
	END_OF_TEST
}

void format(1, 2) say(struct line *, const char *, ...);
typedef unit_t (*height_cb)(void *, unit_t);

struct opaque
#ifdef IN_DOXYGEN_
{}
#endif
;
#ifndef DOXYGEN_ONLY
int for_compilers(void);
#else
int for_readers(void);
#endif
