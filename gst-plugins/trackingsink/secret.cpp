#include "gst-plugins/trackingsink/secret.hpp"

#include <glib.h>

#include <algorithm>
#include <fstream>

#include "lib/base/handle.hpp"
#include "lib/base/mask.hpp"

namespace gimbal::trackingsink {

namespace {

using TextHandle = Handle<char, g_free>;

constexpr std::size_t kLongestFile = 4096;

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  return begin == std::string_view::npos
             ? ""
             : std::string(text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin));
}

Result<Secret> secret_of_file(const SecretNames& names, const std::string& path) {
  const std::string whence = std::string(names.file) + " " + path;
  std::ifstream file(path);
  std::string text(kLongestFile + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || !file.eof()) {
    return Error{whence + " cannot be read: it must be a file with one " + names.what + " in it"};
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  text = trimmed(text);
  return text.empty() ? Result<Secret>(Error{whence + " holds no " + names.what})
                      : Secret{std::move(text), whence};
}

}  // namespace

Result<Secret> find_secret(const SecretNames& names, const std::string& value,
                           const std::string& file) {
  if (!value.empty()) {
    return Secret{trimmed(value), names.property};
  }
  if (!file.empty()) {
    return secret_of_file(names, file);
  }
  const char* from_environment = g_getenv(names.environment);
  return Secret{trimmed(from_environment == nullptr ? "" : from_environment), names.environment};
}

std::string shown_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) {
    return mask_credentials(address);
  }
  // A password may hold any byte: before the '@' only a scheme is sure to be none of it.
  const std::size_t scheme = address.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
  const bool has_scheme = scheme < at && address.substr(scheme).starts_with("://");
  std::string shown(has_scheme ? address.substr(0, scheme + 3) : std::string_view());
  shown += "***";
  shown += address.substr(at);
  return mask_credentials(shown);
}

std::string fit_to_show(std::string_view text, std::string_view secret) {
  constexpr std::size_t kLongest = 300;
  constexpr std::string_view kMask = "***";
  std::string shown(text);
  if (!secret.empty()) {
    for (std::size_t at = shown.find(secret); at != std::string::npos;
         at = shown.find(secret, at + kMask.size())) {
      shown.replace(at, secret.size(), kMask);
    }
  }
  shown = mask_credentials(shown);
  shown.resize(std::min(shown.size(), kLongest));
  std::replace_if(
      shown.begin(), shown.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  return TextHandle(g_utf8_make_valid(shown.c_str(), static_cast<gssize>(shown.size()))).get();
}

}  // namespace gimbal::trackingsink
