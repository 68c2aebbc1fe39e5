// The GLib sources behind EventSource.
#include "agent/support/event_source.hpp"

#include <glib-unix.h>

#include <utility>

namespace gimbal {

namespace {

using Callback = std::function<void()>;
using ExitCallback = std::function<void(int)>;

template <class T>
void delete_callback(gpointer data) {
  delete static_cast<T*>(data);
}

gboolean call_again(gpointer data) {
  (*static_cast<Callback*>(data))();
  return G_SOURCE_CONTINUE;
}

gboolean call_once(gpointer data) {
  (*static_cast<Callback*>(data))();
  return G_SOURCE_REMOVE;
}

gboolean call_on_fd(int /*fd*/, GIOCondition /*condition*/, gpointer data) {
  return call_again(data);
}

void call_on_exit(GPid /*pid*/, int wait_status, gpointer data) {
  (*static_cast<ExitCallback*>(data))(wait_status);
}

GSource* attach(GSource* source, GSourceFunc call, Callback callback) {
  g_source_set_callback(source, call, new Callback(std::move(callback)), delete_callback<Callback>);
  g_source_attach(source, nullptr);
  return source;
}

}  // namespace

EventSource EventSource::on_fd(int fd, GIOCondition conditions, std::function<void()> callback) {
  return EventSource(
      attach(g_unix_fd_source_new(fd, conditions), G_SOURCE_FUNC(call_on_fd), std::move(callback)));
}

EventSource EventSource::after_ms(unsigned milliseconds, std::function<void()> callback) {
  return EventSource(attach(g_timeout_source_new(milliseconds), call_once, std::move(callback)));
}

EventSource EventSource::every_ms(unsigned milliseconds, std::function<void()> callback) {
  return EventSource(attach(g_timeout_source_new(milliseconds), call_again, std::move(callback)));
}

EventSource EventSource::on_signal(int number, std::function<void()> callback) {
  return EventSource(attach(g_unix_signal_source_new(number), call_again, std::move(callback)));
}

EventSource EventSource::on_child_exit(GPid pid, std::function<void(int wait_status)> callback) {
  GSource* source = g_child_watch_source_new(pid);
  g_source_set_callback(source, G_SOURCE_FUNC(call_on_exit), new ExitCallback(std::move(callback)),
                        delete_callback<ExitCallback>);
  g_source_attach(source, nullptr);
  return EventSource(source);
}

}  // namespace gimbal
