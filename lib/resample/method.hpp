// How samples between samples are worked out.
#pragma once

namespace gimbal {

enum class ResampleMethod {
  kAuto,      ///< filters where the picture gets smaller, sharp where it gets larger
  kBilinear,  ///< two by two samples, at any scale
  kBicubic,   ///< Catmull-Rom; four by four samples, more where the picture gets smaller
  kLanczos,   ///< three lobes; six by six samples, more where the picture gets smaller
};

}  // namespace gimbal
