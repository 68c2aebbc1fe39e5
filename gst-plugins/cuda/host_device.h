// What nvcc and the host compiler both compile is so marked. C++17.
#pragma once

#ifdef __CUDACC__
#define GIMBAL_HOST_DEVICE __host__ __device__
#else
#define GIMBAL_HOST_DEVICE
#endif
