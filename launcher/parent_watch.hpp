// Says when the process that started this one is gone.
#pragma once

#include <glib.h>

#include <functional>

namespace gimbal {

/// Watches the parent process, and not, as PR_SET_PDEATHSIG does, the thread that spawned us. A
/// process that has been detached on purpose (setsid, nohup) is not tied to its parent. Lives in
/// the default main context.
class ParentWatch {
 public:
  explicit ParentWatch(std::function<void()> on_gone);
  ~ParentWatch();
  ParentWatch(const ParentWatch&) = delete;
  ParentWatch& operator=(const ParentWatch&) = delete;

  /// Call first thing in the process: the parent could die before it is watched.
  static void remember_parent();

 private:
  static gboolean on_event(gint fd, GIOCondition condition, gpointer data);

  std::function<void()> on_gone_;
  int fd_ = -1;
  guint source_ = 0;
};

}  // namespace gimbal
