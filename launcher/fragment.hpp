// Pipeline fragments: text with ${slots} that take numbers and names, and nothing else.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lib/base/result.hpp"

namespace gimbal {

using Slots = std::map<std::string, std::string, std::less<>>;

/// Fills the slots of `text` and drops its comment lines; the result is one line. An error where a
/// slot has no value, where a value has characters that could mean something to the parser, or
/// where a value has no slot.
Result<std::string> expand_fragment(std::string_view text, const Slots& slots);

/// The text of pipelines/`name`.launch, from GIMBAL_PIPELINES_DIR or the installed place.
Result<std::string> read_fragment(const std::string& name);

}  // namespace gimbal
