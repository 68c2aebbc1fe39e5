// Handle<T, free>: owns what a C library gives out and frees with one function.
#pragma once

#include <memory>

namespace gimbal {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};

/// A unique_ptr that ends with `Free(pointer)`. It adopts what it is constructed from: where the C
/// function lends instead of giving, take a reference first.
template <class T, auto Free>
using Handle = std::unique_ptr<T, FreeWith<Free>>;

}  // namespace gimbal
