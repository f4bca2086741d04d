/* Functions whose parts are arguments of a macro. */
PNG_FUNCTION(void,PNGAPI
png_error,(struct png *png, const char *message),
   PNG_NORETURN)
{
   png_report(png, message);
}
PNG_EXPORTA(63, int, png_read, (struct png *png, int x), PNG_NORETURN);
#if UINT_MAX == 0xffffffffUL
typedef unsigned int png_uint_32;
#else
typedef unsigned long png_uint_32;
#endif
#ifdef USE_MORE
int more(void) { return 1; }
#endif

/* The name of a function that a macro makes. */
void LOCAL(first)(int count) { use(count); }
static unsigned long LOCAL(second) (char *text) { return 1; }

/* Attributes with arguments before a function's name. */
Value __printf_like(2, 3) throw_error(const char *format, ...);
extern void * attribute((__malloc__)) alloc_size(1)
allocate(int size)
{
    return take(size);
}

/* What a macro of the same file makes of a name. */
#define GETTER(type, name) type name(void) { return stored.name; }
#define DECLARE(name) int name(int);
#define CASE(name) static void name(void)
#define PASTED(name) void name##_of(void) {}
GETTER(int, width)
GETTER(long, height);
DECLARE(area)
CASE(grows) { area(1); }
PASTED(left)
CASE (grows_later)
{
    area(2);
}
CORE_FN(first_command,
        "(first)",
        "Does it.") {
	return run_first();
}
COMMAND(second_command, "second") {
	return run_second();
}
