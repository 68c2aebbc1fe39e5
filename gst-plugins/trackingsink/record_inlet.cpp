#include "gst-plugins/trackingsink/record_inlet.hpp"

#include <utility>

namespace gimbal::trackingsink {

RecordInlet::Taken RecordInlet::take_text(std::string_view text, double arrival) {
  Taken taken;
  splitter_.feed(
      text, [&](std::string_view message, std::size_t) { read(message, arrival, taken); },
      [&] {
        taken.refused.push_back("the message is larger than " +
                                std::to_string(kMaxTrackingMessage) + " bytes");
      });
  return taken;
}

RecordInlet::Taken RecordInlet::finish(double arrival) {
  Taken taken;
  splitter_.finish([&](std::string_view message, std::size_t) { read(message, arrival, taken); });
  return taken;
}

void RecordInlet::forget() {
  splitter_ = MessageSplitter();
  reader_ = TrackingReader(format_);
  reader_.set_source(video_);
  completer_ = RecordCompleter();
}

TrackingRecord RecordInlet::complete(TrackingRecord record, double arrival) {
  completer_.complete(record, arrival);
  if (!source_.empty()) {
    record.source = source_;
  }
  return record;
}

void RecordInlet::read(std::string_view message, double arrival, Taken& taken) {
  auto records = reader_.read(message);
  if (!records) {
    taken.refused.push_back(records.error());
    return;
  }
  for (TrackingRecord& record : *records) {
    taken.records.push_back(complete(std::move(record), arrival));
  }
}

}  // namespace gimbal::trackingsink
