typedef struct buffer { char *data; struct buffer *next; struct ops *ops; } buffer;
struct ops { int (*read)(buffer *); };

static void fill(buffer *b, struct ops *table, int n)
{
	struct buffer local = { .data = 0, .ops = table };
	buffer *copy = &local, list[3];
	int i, fill_count = n;
	extern int counter;
	int proto(int);

	b->next->data = copy->data;
	b->ops->read(b);
	list[i].next = (struct buffer *)make(n);
	((buffer *)raw)->data = (*b).data;
	take((buffer){ .data = 0, .next = b });
	(*table->read)(b);
	(fill)(b, table, sizeof(struct ops) + sizeof(buffer));
	counter = proto(i);
	for (buffer *at = first(b); at; at = at->next) {
		int fill = 1;
		fill(fill);
	}
	if (n) {
		int scoped = n;
		goto out;
	}
	scoped();
	get()->next->data[0] = n ? global_a : global_b;
out:
	struct ops nested = { .read = reader };
	MACRO_CALL(b->data, unknown);
}
