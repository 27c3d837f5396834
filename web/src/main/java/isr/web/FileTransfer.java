package isr.web;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends a part of a file, a block at a time: a worker reads a block, and is free while the client
 * takes it. A file that is shorter than it was ends the connection.
 */
final class FileTransfer implements IoCallback {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final HttpServerExchange exchange;
  private final Content content;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
  private long position;
  private long left;
  private final AtomicBoolean closed = new AtomicBoolean();

  FileTransfer(HttpServerExchange exchange, Content content, ByteRange range) {
    this.exchange = exchange;
    this.content = content;
    this.position = range.first();
    this.left = range.length();
  }

  /** Begins; returns at once. Closes the content at the end, however that comes. */
  void start() {
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          close();
          next.proceed();
        });
    exchange.dispatch(this::sendBlock);
  }

  private void sendBlock() {
    try {
      block.clear().limit((int) Math.min(BLOCK_BYTES, left));
      int read = content.read(block, position);
      if (read <= 0) {
        throw new IOException("the file became shorter");
      }
      position += read;
      left -= read;
      block.flip();
      Sender sender = exchange.getResponseSender();
      sender.send(block, left == 0 ? IoCallback.END_EXCHANGE : this);
    } catch (IOException e) {
      onException(exchange, exchange.getResponseSender(), e);
    }
  }

  @Override
  public void onComplete(HttpServerExchange same, Sender sender) {
    exchange.dispatch(this::sendBlock);
  }

  @Override
  public void onException(HttpServerExchange same, Sender sender, IOException e) {
    close();
    try {
      exchange.getConnection().close();
    } catch (IOException closing) {
      // it is gone, which is what was wanted
    }
    exchange.endExchange();
  }

  /** What has been closed may have been opened anew, for somebody else. */
  private void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      content.close();
    } catch (IOException e) {
      // it was only read
    }
  }
}
