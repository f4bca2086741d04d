#include "list.h"
#include <sys/types.h>
#define LIMIT 16
#define MAX(a, b) ((a) > (b) ? (a) : pick(b, LIMIT, st->len, #a, x ## y))

/* A point. */
struct point {
	int x, *y;
	struct {
		long hidden;
	};
	struct { short part; } inner;
	union value { int i; float f; } value;
	enum { LOW, HIGH = LIMIT } level;
	unsigned bits : 3;
	int (*compare)(const struct point *, const struct point *);
};

typedef struct { int a; struct point at[4]; } pair_t;
typedef struct node { struct node *next; } node;
typedef enum { RED, GREEN } color;
typedef int (*handler_t)(int code, void *data);
typedef unsigned long size;
enum mode { MODE_A, MODE_B = MAX(1, 2) };
union raw;
struct opaque;

extern int shared, *shared_pointer;
int global = LIMIT;
static const char *const names[] = { "a", "b" };
const int fixed = 3;
static pair_t table[2] = { { .a = 1 }, [1] = { .at = { { .x = LOW } } } };
static struct { int count; } state;
int (*callbacks[2])(int) = { first, [1] = second };

/* Says how long it is. */
size length(const node *list);
static int helper(void);
int (*choose(int which))(int);

static int helper(void)
{
	return global + state.count;
}

int old_style(a, b)
	int a;
	struct point *b;
{
	return a + b->x;
}

int (*choose(int which))(int)
{
	return which ? first : callbacks[0];
}
