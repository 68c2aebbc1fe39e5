#include "launcher/detector_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "lib/base/unique_fd.hpp"
#include "lib/codec/message_splitter.hpp"

namespace gimbal {

namespace {

constexpr const char* kBlanks = " \t\r\n";

/// Up to `most` bytes; nothing, and errno, where that fails.
std::optional<std::string> read_up_to(int fd, std::size_t most) {
  std::string text(most, '\0');
  std::size_t size = 0;
  while (size < most) {
    const ssize_t count = read(fd, text.data() + size, most - size);
    if (count < 0 && errno != EINTR) {
      return std::nullopt;
    }
    if (count == 0) {
      break;
    }
    size += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  text.resize(size);
  return text;
}

/// Whether the text itself shows that it is all there. A table's last number may go on.
bool shows_its_end(const std::string& text) {
  const std::size_t last = text.find_last_not_of(kBlanks);
  return text.ends_with('\n') ||
         (last != std::string::npos && std::strchr("}]>", text[last]) != nullptr);
}

}  // namespace

DetectorFile::Identity DetectorFile::identity_of(const struct stat& info) {
  return {static_cast<std::int64_t>(info.st_dev), static_cast<std::int64_t>(info.st_ino),
          info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

DetectorFile::DetectorFile(std::string path, TrackingFormat format, const TrackingSource& source)
    : path_(std::move(path)), reader_(format) {
  reader_.set_source(source);
}

bool DetectorFile::pass_over(std::chrono::system_clock::time_point oldest) {
  struct stat info {};
  if (stat(path_.c_str(), &info) != 0 ||
      std::chrono::system_clock::from_time_t(info.st_mtim.tv_sec) >= oldest) {
    return false;
  }
  told_ = identity_of(info);
  return true;
}

DetectorFile::Look DetectorFile::look(Why why) {
  // One that is no file might make us wait.
  const UniqueFd fd(open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat before {};
  if (!fd || fstat(fd.get(), &before) != 0) {
    return {State::kMissing, std::strerror(errno)};
  }
  const Identity identity = identity_of(before);
  if (why == Why::kChance && identity == told_) {
    return {};
  }
  if (!S_ISREG(before.st_mode)) {
    return nonsense(Why::kClosed, identity, "it is no file");
  }
  auto text = read_up_to(fd.get(), kMaxTrackingMessage + 1);
  struct stat after {};
  if (!text) {
    return nonsense(why, identity, std::strerror(errno));
  }
  if (fstat(fd.get(), &after) != 0 || identity_of(after) != identity) {
    return {State::kUnfinished, "it is being written"};
  }
  return judge(why, identity, std::move(*text));
}

DetectorFile::Look DetectorFile::judge(Why why, const Identity& identity, std::string text) {
  if (identity == told_ && text == told_text_) {
    return {};  // it was told of before
  }
  if (text.size() > kMaxTrackingMessage) {
    return nonsense(why, identity,
                    "it is larger than " + std::to_string(kMaxTrackingMessage) + " bytes");
  }
  if (text.find_first_not_of(kBlanks) == std::string::npos) {
    return nonsense(why, identity, "it is empty");
  }
  if (!is_final(why, identity) && !shows_its_end(text)) {
    return nonsense(why, identity, "its last line has no end");
  }
  const auto records = reader_.read(text);
  if (!records) {
    return nonsense(why, identity, records.error());
  }
  told_ = identity;
  told_text_ = text;
  return {State::kWhole, std::move(text)};
}

/// Whether its writer is through: he has left, or it is the same as some time ago. A pause is too
/// short to tell.
bool DetectorFile::is_final(Why why, const Identity& identity) const {
  return why == Why::kClosed || (why == Why::kChance && identity == seen_);
}

/// What is no record may become one as long as it is written.
DetectorFile::Look DetectorFile::nonsense(Why why, const Identity& identity,
                                          const std::string& reason) {
  const bool final = is_final(why, identity);
  if (why == Why::kChance) {
    seen_ = identity;
  }
  if (!final) {
    return {State::kUnfinished, reason};
  }
  told_ = identity;
  told_text_.clear();
  return {State::kNonsense, reason};
}

}  // namespace gimbal
