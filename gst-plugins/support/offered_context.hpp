// A display or device context that an element is given, or asks for, whichever thread comes first.
#pragma once

#include <mutex>
#include <thread>
#include <utility>

#include "gst-plugins/support/handles.hpp"

namespace gimbal {

/// What comes first stays. Any thread; one at a time may ask. The lock inside is a leaf, and free
/// while somebody asks.
template <class T>
class OfferedContext {
 public:
  using Ref = GstObjectHandle<T>;

  /// Null where there is none yet.
  Ref get() const {
    const std::lock_guard lock(mutex_);
    return Ref(known_ ? static_cast<T*>(gst_object_ref(known_.get())) : nullptr);
  }

  /// For the element's set_context(). Null offers nothing.
  void offer(Ref offered) {
    const std::lock_guard lock(mutex_);
    if (asking_ != std::this_thread::get_id()) {
      if (!known_) {
        known_ = std::move(offered);
      }
    } else if (*asked_ == nullptr) {
      *asked_ = offered.release();
    }
  }

  void replace(Ref by) {
    const std::lock_guard lock(mutex_);
    known_.swap(by);  // what was there ends after the lock
  }

  /// Lets `ensure(T**)` fill a pointer, as GStreamer's "ensure" functions do: they ask neighbours,
  /// for which no lock may be held, and write without one. So the pointer is this thread's own. An
  /// answer comes through set_context() in the same thread and is written there; what another
  /// thread offers meanwhile is not, but it came first. Null where nothing was found or made.
  template <class Ensure>
  Ref ask(const Ensure& ensure) {
    T* asked = get().release();
    note_asking(std::this_thread::get_id(), &asked);
    ensure(&asked);
    note_asking({}, nullptr);
    offer(Ref(asked));
    return get();
  }

 private:
  void note_asking(std::thread::id thread, T** to) {
    const std::lock_guard lock(mutex_);
    asking_ = thread;
    asked_ = to;
  }

  mutable std::mutex mutex_;
  Ref known_;
  std::thread::id asking_;  // none while nobody asks
  T** asked_ = nullptr;     // that thread's
};

}  // namespace gimbal
