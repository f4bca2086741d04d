__global__ void scale(float *data, int n, float by) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        data[i] *= by;
    }
}

void launch(float *data, int n) {
    scale<<<(n + 255) / 256, 256>>>(data, n, 2.0f);
    for (int i = 0; i < 3; ++i) wait();
}
