// A generated file that notices when somebody has changed it.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.hpp"

namespace gimbal {

/// `body` under a comment line with its check sum.
std::string sealed(const std::string& body);

/// True for text that sealed() made and nobody changed since. Empty text is as good: nothing in it
/// can be lost.
bool is_untouched(std::string_view text);

/// Replaces the file, through symbolic links, in one step: whoever reads it finds the old text or
/// the new one. Its mode and owner stay. Without `force`, text that somebody changed is an error.
/// Returns the absolute path of what was written.
Result<std::string> replace_generated_file(const std::string& path, const std::string& text,
                                           bool force);

}  // namespace gimbal
