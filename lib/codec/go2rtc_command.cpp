#include "lib/codec/go2rtc_command.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace gimbal {

namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";
constexpr std::string_view kQuotes = "\"'";

/// Characters that end a line or cannot stand in YAML, as UTF-8: C1 controls (C2 80 to C2 9F), line
/// and paragraph separators, the byte order mark and U+FFFE, U+FFFF.
bool has_unprintable(std::string_view word) {
  constexpr std::array<std::string_view, 5> kSequences = {
      "\xe2\x80\xa8", "\xe2\x80\xa9", "\xef\xbb\xbf", "\xef\xbf\xbe", "\xef\xbf\xbf"};
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto byte = static_cast<unsigned char>(word[i]);
    const auto next = static_cast<unsigned char>(i + 1 < word.size() ? word[i + 1] : 0);
    if (byte < 0x20 || byte == 0x7f || (byte == 0xc2 && next < 0xa0)) {
      return true;
    }
  }
  return std::any_of(kSequences.begin(), kSequences.end(), [&](std::string_view sequence) {
    return word.find(sequence) != std::string_view::npos;
  });
}

/// Why go2rtc would not take `word` for what it is; empty where it does.
std::string fault_of(std::string_view word) {
  if (word.empty()) {
    return "an empty word";
  }
  if (!simdjson::validate_utf8(word.data(), word.size())) {
    return "a word that is not UTF-8";
  }
  if (has_unprintable(word)) {
    return "a control character";
  }
  if (word.find('#') != std::string_view::npos) {
    return "#, where its own parameters begin";
  }
  if (word.find_first_of("{}") != std::string_view::npos) {
    return "braces, which it fills in itself";
  }
  return "";
}

/// Empty where no quotes do.
std::string in_quotes(std::string_view word) {
  const bool plain = word.find(' ') == std::string_view::npos &&
                     kQuotes.find(word.front()) == std::string_view::npos;
  if (plain) {
    return std::string(word);
  }
  for (const char quote : kQuotes) {
    if (word.find(quote) == std::string_view::npos) {
      return quote + std::string(word) + quote;
    }
  }
  return "";
}

Result<std::string> expand_word(std::string_view word,
                                const std::map<std::string, std::string>& values) {
  std::string out;
  while (!word.empty()) {
    const std::size_t brace = std::min(word.find_first_of("{}"), word.size());
    out += word.substr(0, brace);
    word.remove_prefix(brace);
    if (word.empty()) {
      break;
    }
    const std::size_t end = word.find('}');
    const auto value = end == std::string_view::npos || end == 0
                           ? values.end()
                           : values.find(std::string(word.substr(1, end - 1)));
    if (value == values.end()) {
      std::string known;
      for (const auto& [name, unused] : values) {
        known += " {" + name + "}";
      }
      return Error{"cannot fill in " + std::string(word) + "; what can be filled in is" + known};
    }
    out += value->second;
    word.remove_prefix(end + 1);
  }
  return out;
}

Error refusal(const std::string& what, const std::string& word) {
  return Error{"go2rtc cannot be given " + what + word};
}

}  // namespace

Result<std::vector<std::string>> split_go2rtc_command(std::string_view command) {
  std::vector<std::string> words;
  for (;;) {
    command.remove_prefix(std::min(command.find_first_not_of(kWhiteSpace), command.size()));
    if (command.empty()) {
      break;
    }
    if (kQuotes.find(command.front()) == std::string_view::npos) {
      const std::size_t end = std::min(command.find_first_of(kWhiteSpace), command.size());
      words.emplace_back(command.substr(0, end));
      command.remove_prefix(end);
      continue;
    }
    const std::size_t end = command.find(command.front(), 1);
    if (end == std::string_view::npos || end == 1) {
      return Error{"go2rtc cannot read empty quotes or quotes that do not close"};
    }
    words.emplace_back(command.substr(1, end - 1));
    command.remove_prefix(end + 1);
  }
  if (words.empty()) {
    return Error{"the command is empty"};
  }
  return words;
}

Result<std::string> join_go2rtc_command(const std::vector<std::string>& words) {
  std::string command;
  for (const std::string& word : words) {
    const std::string fault = fault_of(word);
    if (!fault.empty()) {
      return refusal(fault + ": ", word);
    }
    const std::string text = in_quotes(word);
    if (text.empty()) {
      return refusal("a word with both kinds of quotes: ", word);
    }
    command += command.empty() ? "" : " ";
    command += text;
  }
  return command;
}

Result<std::vector<std::string>> expand_go2rtc_command(
    std::string_view command, const std::map<std::string, std::string>& values) {
  auto words = split_go2rtc_command(command);
  if (!words) {
    return words;
  }
  for (std::string& word : *words) {
    auto expanded = expand_word(word, values);
    if (!expanded) {
      return Error{expanded.error()};
    }
    word = *expanded;
  }
  return words;
}

}  // namespace gimbal
