package isr.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import isr.recorder.Recorder;
import java.util.Set;

/** Lets the events of some sources through, for the log file that is theirs. */
final class SourceFilter extends Filter<ILoggingEvent> {
  private final Set<String> sources;

  SourceFilter(Set<String> sources) {
    this.sources = Set.copyOf(sources);
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    String source =
        event.getMDCPropertyMap().getOrDefault(Recorder.LOG_SOURCE, SourceLevels.NO_SOURCE);
    return sources.contains(source) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }
}
