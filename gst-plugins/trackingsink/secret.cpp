#include "gst-plugins/trackingsink/secret.hpp"

#include <glib.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <utility>

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

/// What `text` begins with, and its length: a character, or an ASCII one with JSON's escapes.
std::pair<char, std::size_t> json_character(std::string_view text) {
  constexpr std::size_t kUnicode = 6;  // \u0041
  if (text[0] != '\\' || text.size() < 2) {
    return {text[0], 1};
  }
  if (text[1] != 'u') {
    return {text[1], 2};
  }
  unsigned code = 0;
  const std::string_view digits = text.substr(2, kUnicode - 2);
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16).ptr;
  const bool is_ascii =
      digits.size() == kUnicode - 2 && end == digits.data() + digits.size() && code <= '\x7f';
  return is_ascii ? std::pair(static_cast<char>(code), kUnicode)
                  : std::pair(text[0], std::size_t{1});
}

/// How much of the beginning of `text` says `secret`, with JSON's escapes; 0 where it does not.
std::size_t length_in_json(std::string_view text, std::string_view secret) {
  std::size_t length = 0;
  for (const char expected : secret) {
    if (length == text.size()) {
      return 0;
    }
    const auto [found, size] = json_character(text.substr(length));
    if (found != expected) {
      return 0;
    }
    length += size;
  }
  return length;
}

/// Masks `secret` wherever `text` says it, as it is or as JSON has it.
std::string without(std::string_view text, std::string_view secret) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length =
        text.starts_with(secret) ? secret.size() : length_in_json(text, secret);
    shown += length > 0 ? std::string_view("***") : text.substr(0, 1);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return shown;
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
  std::string shown = mask_credentials(secret.empty() ? std::string(text) : without(text, secret));
  shown.resize(std::min(shown.size(), kLongest));
  std::replace_if(
      shown.begin(), shown.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  return TextHandle(g_utf8_make_valid(shown.c_str(), static_cast<gssize>(shown.size()))).get();
}

}  // namespace gimbal::trackingsink
