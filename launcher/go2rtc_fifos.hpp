// The FIFOs through which cameras reach a go2rtc that does not start them.
#pragma once

#include <string>

#include "lib/base/result.hpp"

namespace gimbal {

/// Makes a directory that is this user's alone (0700), parents included. One that is there already
/// must be a directory of this user that nobody else can get into.
Result<bool> make_private_directory(const std::string& path);

/// Makes a FIFO that is this user's alone (0600) in such a directory. One that is there already is
/// used; anything else under that name is an error.
Result<bool> make_private_fifo(const std::string& path);

}  // namespace gimbal
