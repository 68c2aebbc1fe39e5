// A handle of an object in a parsed text. simdjson's own header takes longer to read than most of
// our sources, so it stays with the few files that look inside: lib/codec/json_element.hpp.
#pragma once

#include <array>
#include <cstdint>

namespace gimbal {

/// An object that has passed the gate. Valid until its parser parses again or is destroyed.
struct JsonObject {
  std::array<std::uintptr_t, 2> place{};
};

}  // namespace gimbal
