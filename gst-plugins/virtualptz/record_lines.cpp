#include "gst-plugins/virtualptz/record_lines.hpp"

#include <utility>

namespace gimbal::virtualptz {

namespace {

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Whether an object that begins in `text` does not end in it.
bool is_unfinished(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos || text[begin] != '{') {
    return false;
  }
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string) {
      depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
    }
  }
  return in_string || depth > 0;
}

}  // namespace

RecordLines::Records RecordLines::feed(std::string_view text) {
  Records records;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    take_line(text.substr(0, end), records);
    text.remove_prefix(end + 1);
  }
  take_last(text, records);
  return records;
}

RecordLines::Records RecordLines::finish() {
  Records records;
  if (!begun_.empty()) {
    records.push_back(read_tracking_record(parser_, std::exchange(begun_, {})));
  }
  return records;
}

void RecordLines::take_line(std::string_view line, Records& records) {
  if (!begun_.empty()) {
    auto whole = read_tracking_record(parser_, begun_ + std::string(line));
    if (whole || is_blank(line)) {
      begun_.clear();
      records.push_back(std::move(whole));
      return;
    }
    // What was begun was no beginning: it must not spoil the record that came after it.
    const Records spoiled = finish();
    records.insert(records.end(), spoiled.begin(), spoiled.end());
  }
  if (!is_blank(line)) {
    records.push_back(read_tracking_record(parser_, line));
  }
}

void RecordLines::take_last(std::string_view line, Records& records) {
  constexpr std::size_t kLongest = 65536;  // a record of 256 targets has 40 000 bytes
  const std::string whole = begun_ + std::string(line);
  if (whole.size() <= kLongest && is_unfinished(whole) && !read_tracking_record(parser_, line)) {
    begun_ = whole;
  } else {
    take_line(line, records);
  }
}

}  // namespace gimbal::virtualptz
