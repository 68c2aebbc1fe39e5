/* The compiled kernels (convert.cu as a fat binary) as read-only data of the plugin. */
    .section .rodata
    .balign 16
    .globl gimbal_cudainterop_kernels
    .hidden gimbal_cudainterop_kernels
    .type gimbal_cudainterop_kernels, %object
gimbal_cudainterop_kernels:
    .incbin KERNEL_IMAGE
    .size gimbal_cudainterop_kernels, . - gimbal_cudainterop_kernels
    .section .note.GNU-stack, "", %progbits
