// What flows in, text or regions on pictures, as complete records.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/codec/message_splitter.hpp"
#include "lib/codec/tracking_formats/tracking_source.hpp"
#include "lib/codec/tracking_reader.hpp"
#include "lib/tracking/record_completer.hpp"

namespace gimbal::trackingsink {

/// Of one stream. Not safe to share between threads.
class RecordInlet {
 public:
  struct Taken {
    std::vector<TrackingRecord> records;
    std::vector<std::string> refused;  ///< why, for each message that could not be read
  };

  /// `source`: what records say their source is; empty leaves it to them.
  RecordInlet(TrackingFormat format, std::string source)
      : format_(format), source_(std::move(source)), reader_(format) {}

  /// What formats in pixels and with frame numbers need to know of the video.
  void set_video(const TrackingSource& video) {
    video_ = video;
    reader_.set_source(video);
  }

  /// The messages that `text` completes, wherever it is cut. `arrival`: seconds on a steady clock.
  Taken take_text(std::string_view text, double arrival);

  /// Nothing more comes of a message that was begun.
  Taken finish(double arrival);

  /// What has flowed in counts no more, nor what was found out from it.
  void forget();

  /// A record that was no text.
  TrackingRecord complete(TrackingRecord record, double arrival);

 private:
  void read(std::string_view message, double arrival, Taken& taken);

  const TrackingFormat format_;
  const std::string source_;
  TrackingSource video_;
  MessageSplitter splitter_;
  TrackingReader reader_;
  RecordCompleter completer_;
};

}  // namespace gimbal::trackingsink
