// The words of a multipart/x-mixed-replace stream of JPEG pictures.
#pragma once

#include <string>
#include <string_view>

namespace gimbal {

inline constexpr const char* kMultipartType = "multipart/x-mixed-replace; boundary=frame";

/// What stands before the first part.
std::string multipart_opening();

/// One picture, up to and including the boundary behind it: a reader that looks for boundaries
/// instead of lengths shows the picture at once, not with the next one.
std::string multipart_part(std::string_view jpeg);

}  // namespace gimbal
