#include "gst-plugins/common/box_classes.hpp"

#include <glib.h>

#include <string>

namespace gimbal {

std::optional<Error> BoxClasses::admit(const std::vector<Box>& boxes) {
  for (const Box& box : boxes) {
    if (g_quark_try_string(box.label.c_str()) != 0) {
      continue;
    }
    if (made_ == most_) {
      return Error{"box " + std::to_string(box.id) + " has the label \"" + box.label +
                   "\", one more than the " + std::to_string(most_) +
                   " different ones that are kept; let it name a class, like \"ball\""};
    }
    g_quark_from_string(box.label.c_str());
    ++made_;
  }
  return std::nullopt;
}

}  // namespace gimbal
