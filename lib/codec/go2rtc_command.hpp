// Commands as go2rtc's exec: source reads them. It splits them on white space without a shell; a
// word may stand in quotes, single or double, that open at its start, and there are no escapes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hpp"

namespace gimbal {

/// The words of `command`. The error says what go2rtc could not read.
Result<std::vector<std::string>> split_go2rtc_command(std::string_view command);

/// `words` as one command that go2rtc splits into the same words again. The error names the word
/// that cannot be said: an empty one, or one with both kinds of quotes, with a control character,
/// with '#' (go2rtc's own parameters begin there) or with braces (go2rtc fills them in).
Result<std::string> join_go2rtc_command(const std::vector<std::string>& words);

/// The words of `command` with every `{name}` replaced by its value. A value never becomes more
/// than one word. The error says which names there are.
Result<std::vector<std::string>> expand_go2rtc_command(
    std::string_view command, const std::map<std::string, std::string>& values);

}  // namespace gimbal
