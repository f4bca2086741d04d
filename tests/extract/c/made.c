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
