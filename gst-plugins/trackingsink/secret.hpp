// Secrets that a user gives, and text that must not show them.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.hpp"

namespace gimbal::trackingsink {

/// Where a secret may be given, as the user knows it, and what it is called.
struct SecretNames {
  const char* property;
  const char* file;
  const char* environment;
  const char* what;
};

struct Secret {
  std::string text;  ///< empty: none is given
  std::string whence;
};

/// The first that is given: `value`, what is in `file`, what the environment says. Blanks around it
/// are none of it. The error never shows it.
Result<Secret> find_secret(const SecretNames& names, const std::string& value,
                           const std::string& file);

/// What a user set as an address, without what may be credentials, even where it is no URL at all.
std::string shown_address(std::string_view address);

/// Text of a stranger for logs and properties: one line of UTF-8 that is not too long, without
/// `secret`, as it is or with JSON's escapes, and without the credentials of URIs.
std::string fit_to_show(std::string_view text, std::string_view secret);

}  // namespace gimbal::trackingsink
