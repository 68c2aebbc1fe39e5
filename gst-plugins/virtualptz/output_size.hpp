// How large virtualptz's output is, from what downstream, the user and the input say.
#pragma once

#include "lib/camera/crop.hpp"

namespace gimbal {

/// A wish for a size; 0 means no wish.
struct SizeWish {
  int width = 0;
  int height = 0;
};

/// The size to make, with square pixels. Where only one side is wished for, the other follows the
/// input's display aspect; where none is, it is the input's size. A side that was not wished for is
/// even, as 4:2:0 likes it, and at least 2.
SizeWish choose_output_size(const SizeWish& wish, const PictureShape& input);

}  // namespace gimbal
