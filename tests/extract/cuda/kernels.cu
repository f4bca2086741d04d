#include "common.cuh"
__constant__ int limit;
__device__ __forceinline__ int square(int x) { return x * x; }
__global__ void scale(float *a, int n)
{
	__shared__ float tile[32];
	int i = threadIdx.x;
	if (i < n && i < limit)
		a[i] = square(i) * tile[i];
}
template <typename T> __global__ void fill(T *p, T value) { p[0] = value; }
namespace gpu { __global__ void __launch_bounds__(256) bound(int *p) {} }
void host(float *p, cudaStream_t stream)
{
	dim3 grid(1);
	scale<<<grid, 32, 0, stream>>>(p, 3);
	fill<float><<<1, 2>>>(p, 1.0f);
	gpu::bound<<<1, 1>>>(nullptr);
}
