/* A compiled kernel (the fat binary KERNEL_IMAGE) as read-only data, under the symbol KERNEL_NAME. */
    .section .rodata
    .balign 16
    .globl KERNEL_NAME
    .hidden KERNEL_NAME
    .type KERNEL_NAME, %object
KERNEL_NAME:
    .incbin KERNEL_IMAGE
    .size KERNEL_NAME, . - KERNEL_NAME
    .section .note.GNU-stack, "", %progbits
