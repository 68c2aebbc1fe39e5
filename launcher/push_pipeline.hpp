// `appsrc ! trackingsink`: hands a detector's text to the element that pushes it.
#pragma once

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "gst-plugins/support/handles.hpp"
#include "launcher/push_options.hpp"
#include "lib/base/result.hpp"

namespace gimbal {

/// Use it from the default main context's thread only.
class PushPipeline {
 public:
  /// Called from the main loop. Texts are one line, and name properties of trackingsink.
  class Listener {
   public:
    virtual ~Listener() = default;
    /// It has changed. `reason`: why it is bad.
    virtual void on_push_health(bool healthy, const std::string& reason) = 0;
    /// A message could not be read.
    virtual void on_push_refused(const std::string& text) = 0;
    /// Nothing is pushed any more.
    virtual void on_push_failed(const std::string& reason) = 0;
    /// After `end`: what there was to push has been, or has been given up.
    virtual void on_push_end() = 0;
  };

  struct Counts {
    std::uint64_t pushed = 0;
    std::uint64_t superseded = 0;
    std::uint64_t failed = 0;
    std::uint64_t refused = 0;  ///< messages that could not be read
  };

  /// It plays. `listener` must outlive it.
  static Result<std::unique_ptr<PushPipeline>> start(const PushOptions& options,
                                                     const std::string& job_id, Listener& listener);
  ~PushPipeline();
  PushPipeline(const PushPipeline&) = delete;
  PushPipeline& operator=(const PushPipeline&) = delete;

  /// `whole`: the message ends with this text, which nothing else need show.
  void push(std::string_view text, bool whole);

  /// Nothing more is to come: the latest record is pushed.
  void end();

  Counts counts() const;

 private:
  PushPipeline(ElementHandle pipeline, ElementHandle source, ElementHandle sink,
               Listener& listener);
  static gboolean on_message(GstBus* bus, GstMessage* message, gpointer data);
  void handle(GstMessage* message);
  std::string take_error();

  ElementHandle pipeline_;
  ElementHandle source_;
  ElementHandle sink_;
  BusHandle bus_;
  Listener& listener_;
};

}  // namespace gimbal
