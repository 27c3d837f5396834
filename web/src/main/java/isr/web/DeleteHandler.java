package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import isr.library.DeletedFiles;
import isr.library.Library;
import isr.library.LockHeldException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code DELETE /api/files/ROOT/PATH}: removes a recording for good. */
final class DeleteHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DeleteHandler.class);

  private final Roots roots;
  private final boolean readOnly;
  private final DeletedFiles deleted;

  DeleteHandler(Roots roots, boolean readOnly, DeletedFiles deleted) {
    this.roots = roots;
    this.readOnly = readOnly;
    this.deleted = deleted;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException, InterruptedException {
    if (readOnly) {
      throw new Problem(403, "Read only", "The configuration says read_only = true.");
    }
    List<String> names = RequestPath.names(exchange);
    RequestedFile file = roots.find(names.subList(2, names.size()));
    if (file.root().library().isReadOnly()) {
      throw new Problem(403, "Read only", "The directory can not be written.");
    }
    Path root = file.root().directory().toRealPath();
    if (!Library.rootOf(file.real()).equals(Optional.of(root))) { // whose books are not known here
      throw new Problem(
          409, "Of another directory", "It is in an output directory of its own: delete it there.");
    }
    if (!file.real().equals(root.resolve(file.path()))) { // the ledger knows it by another name
      throw new Problem(409, "Behind a link", "It is deleted only by its own name, without links.");
    }
    try {
      deleted.delete(file.root().library(), file.path());
    } catch (LockHeldException e) {
      throw new Problem(409, "Being recorded", "It is being recorded, and can not be deleted.");
    }
    LOG.info("web: {} deleted by {}", file.file(), exchange.getSourceAddress().getAddress());
    exchange.setStatusCode(204).endExchange();
  }
}
