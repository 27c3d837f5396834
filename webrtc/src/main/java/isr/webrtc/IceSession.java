package isr.webrtc;

import isr.webrtc.sdp.IceCandidate;
import java.util.List;

/** The path of one session through the network (RFC 8445). Any thread. */
interface IceSession {
  /** Takes datagrams that are not STUN, on the thread that received them; keeps no bytes. */
  @FunctionalInterface
  interface DatagramHandler {
    void received(byte[] bytes, int offset, int length);
  }

  String userFragment();

  String password();

  /** Where the other side can reach this one. */
  List<IceCandidate> candidates();

  /** Answers the other side's checks, and makes its own. */
  void start(String remoteUserFragment, String remotePassword);

  /** Sends to the other side; dropped where no path is known yet. */
  void send(byte[] bytes, int offset, int length);

  /** Whether the other side has stopped to consent (RFC 7675), or could not be reached. */
  boolean isFailed();

  void close();
}
