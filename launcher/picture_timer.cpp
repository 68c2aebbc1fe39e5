#include "launcher/picture_timer.hpp"

namespace gimbal {

void PictureTimer::begin(Time now) {
  pictures_ = 0;
  notes_with_picture_ = 0;
  since_ = now;
}

void PictureTimer::note(std::uint64_t pictures, bool awaited, Time now) {
  if (pictures > pictures_) {
    ++notes_with_picture_;
    since_ = now;
  } else if (!awaited) {
    since_ = now;
  }
  pictures_ = pictures;
}

std::chrono::milliseconds PictureTimer::left(Time now) const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(limit() - (now - since_));
}

std::string PictureTimer::problem() const {
  const auto count = limit().count();
  const std::string time = std::to_string(count) + (count == 1 ? " second." : " seconds.");
  return (has_picture() ? "no picture has come for " : "no picture came within ") + time;
}

}  // namespace gimbal
