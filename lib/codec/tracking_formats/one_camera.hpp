// Messages of several cameras may come on one line; a virtual camera looks at one of them.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/text.hpp"
#include "lib/codec/field_reader.hpp"

namespace gimbal {

class OneCamera {
 public:
  /// Whether a message that names its camera in `field` is to be taken: where `wanted` is empty,
  /// all have to be of the camera that was named first, and another one is an error.
  bool takes(FieldReader& message, std::string_view field, const std::string& wanted) {
    const std::string name = message.text(field, "");
    if (!wanted.empty()) {
      return name == wanted;
    }
    if (named_.empty()) {
      named_ = name;
    }
    if (!name.empty() && name != named_) {
      message.add_error(
          field,
          "Input is of '" + shown(name) + "' after '" + shown(named_) +
              "': give the messages of one camera, or choose one with tracking-camera "
              "(trackingsink: camera, gimbal track: --camera)",
          "value_error");
      return false;
    }
    return true;
  }

 private:
  std::string named_;
};

}  // namespace gimbal
