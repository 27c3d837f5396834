package isr.systemd;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.nio.charset.StandardCharsets;

/**
 * The socket that {@code NOTIFY_SOCKET} names: a path, or after {@code @} a name in the abstract
 * namespace; unix(7).
 */
final class NotifySocket {
  private static final int FAMILY_BYTES = 2;

  /** Of {@code sun_path} in {@code struct sockaddr_un}, its closing 0 included. */
  private static final int PATH_BYTES = 108;

  private final byte[] path;

  /**
   * Keeps the address; connects to nothing.
   *
   * @throws IllegalArgumentException when the name is no address of a Unix socket
   */
  NotifySocket(String name) {
    path = name.getBytes(StandardCharsets.UTF_8);
    boolean absolute = name.startsWith("/") || name.startsWith("@");
    if (!absolute || path.length < 2 || path.length >= PATH_BYTES) {
      throw new IllegalArgumentException("NOTIFY_SOCKET is no Unix socket: " + name);
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
  }

  /**
   * Sends one datagram; does not wait for an answer.
   *
   * @throws com.sun.jna.LastErrorException when it can not be sent
   */
  void send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int fd = LibC.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
    try (Memory address = new Memory(FAMILY_BYTES + path.length);
        Memory message = new Memory(bytes.length)) {
      address.setShort(0, (short) LibC.AF_UNIX);
      address.write(FAMILY_BYTES, path, 0, path.length);
      message.write(0, bytes, 0, bytes.length);
      LibC.sendto(
          fd,
          message,
          new NativeLong(bytes.length),
          LibC.MSG_NOSIGNAL,
          address,
          (int) address.size());
    } finally {
      LibC.close(fd);
    }
  }
}
