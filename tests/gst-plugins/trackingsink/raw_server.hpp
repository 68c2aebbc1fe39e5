// Answers what is no HTTP, or HTTP that never ends: one connection at a time, in a thread.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <thread>

#include "lib/base/unique_fd.hpp"

namespace gimbal {

class RawServer {
 public:
  enum class After { kClose, kNothing, kAgain };

  /// Sends `reply` to whoever has sent something, and then closes, does nothing more, or sends it
  /// again and again.
  RawServer(std::string reply, After after) : reply_(std::move(reply)), after_(after) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(listener_.get(), 1);
    socklen_t size = sizeof address;
    ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~RawServer() {
    const std::uint64_t one = 1;
    (void)!::write(stop_.get(), &one, sizeof one);
    thread_.join();
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  /// False once this is to end.
  bool wait_for(int fd, short events) const {
    pollfd fds[] = {{stop_.get(), POLLIN, 0}, {fd, events, 0}};
    return ::poll(fds, 2, -1) > 0 && fds[0].revents == 0;
  }

  void run() const {
    while (wait_for(listener_.get(), POLLIN)) {
      const UniqueFd client(::accept(listener_.get(), nullptr, nullptr));
      serve(client.get());
    }
  }

  void serve(int client) const {
    char request[65536];
    while (wait_for(client, POLLIN) && ::recv(client, request, sizeof request, 0) > 0) {
      do {
        if (!wait_for(client, POLLOUT) ||
            ::send(client, reply_.data(), reply_.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
          return;
        }
      } while (after_ == After::kAgain);
      if (after_ == After::kClose) {
        return;
      }
    }
  }

  const std::string reply_;
  const After after_;
  UniqueFd listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  UniqueFd stop_{::eventfd(0, EFD_CLOEXEC)};
  int port_ = 0;
  std::thread thread_;
};

}  // namespace gimbal
