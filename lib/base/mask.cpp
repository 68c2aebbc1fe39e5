#include "lib/base/mask.hpp"

#include <algorithm>
#include <array>

namespace gimbal {

namespace {

constexpr std::array<std::string_view, 11> kSecretParameters = {
    "password",     "passwd", "pass",   "pwd",    "passphrase", "token",
    "access_token", "key",    "apikey", "secret", "auth"};
constexpr std::string_view kMask = "***";
// Where a URI ends that stands in running text.
constexpr std::string_view kEndOfUri = " \t\r\n\"'<>`{}|\\^";

/// ASCII only, whatever the locale.
std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// Length of the authority that starts `text`.
std::size_t authority_length(std::string_view text) {
  return std::min(text.find_first_of("/?#" + std::string(kEndOfUri)), text.size());
}

bool is_secret(std::string_view name) {
  return std::find(kSecretParameters.begin(), kSecretParameters.end(), lower(name)) !=
         kSecretParameters.end();
}

/// Masks values in `uri`, from its '?' on; or, behind a URI within a query, from the next '&' on.
std::string mask_query(std::string_view uri) {
  const std::size_t question = uri.find_first_of("?&;");
  if (question == std::string_view::npos) {
    return std::string(uri);
  }
  std::string out(uri.substr(0, question + 1));
  std::string_view rest = uri.substr(question + 1);
  while (!rest.empty()) {
    const std::string_view parameter = rest.substr(0, rest.find_first_of("&;#"));
    const std::size_t equals = parameter.find('=');
    if (equals != std::string_view::npos && is_secret(parameter.substr(0, equals))) {
      out += std::string(parameter.substr(0, equals + 1)) + std::string(kMask);
    } else {
      out += parameter;
    }
    rest.remove_prefix(parameter.size());
    out += rest.substr(0, 1);
    rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
  }
  return out;
}

}  // namespace

std::string mask_credentials(std::string_view text) {
  constexpr std::string_view kAuthority = "://";
  std::string out;
  for (;;) {
    const std::size_t found = text.find(kAuthority);
    if (found == std::string_view::npos) {
      return out + std::string(text);
    }
    out += text.substr(0, found + kAuthority.size());
    text.remove_prefix(found + kAuthority.size());
    // The last '@' ends the user part: a password may hold one.
    const std::size_t at = text.substr(0, authority_length(text)).rfind('@');
    if (at != std::string_view::npos) {
      out += kMask;
      text.remove_prefix(at);
    }
    const std::string_view rest = text.substr(0, text.find_first_of(kEndOfUri));
    // A URI within this one's query is masked by the next turn.
    const std::size_t next = rest.find(kAuthority);
    const std::string_view own = rest.substr(0, next);
    out += mask_query(own);
    text.remove_prefix(own.size());
  }
}

}  // namespace gimbal
