// Formats parts.
#include "agent/preview/multipart.hpp"

namespace gimbal {

std::string multipart_opening() {
  return "--frame\r\n";
}

std::string multipart_part(std::string_view jpeg) {
  std::string part =
      "Content-Type: image/jpeg\r\nContent-Length: " + std::to_string(jpeg.size()) + "\r\n\r\n";
  part += jpeg;
  part += "\r\n--frame\r\n";
  return part;
}

}  // namespace gimbal
