package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import isr.alsa.lib.Conf;
import isr.alsa.lib.Control;
import isr.alsa.lib.ErrorCalls;
import isr.alsa.lib.Libc;
import isr.alsa.lib.Pcm;
import isr.testing.AlsaHeaders;
import isr.testing.Exec;
import isr.testing.RequiresTools;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mapping beside the C headers, as a C compiler reads them. */
@RequiresTools("gcc")
class AlsaHeadersIT {
  private static final String INCLUDES =
      """
      #include <alsa/asoundlib.h>
      #include <errno.h>
      #include <poll.h>
      #include <stdio.h>
      #include <stdlib.h>
      """;

  @TempDir Path directory;

  @BeforeAll
  static void requireHeaders() {
    AlsaHeaders.require();
  }

  @Test
  void constantsHaveTheValuesOfTheHeaders() throws Exception {
    Map<String, Long> mapped = new TreeMap<>();
    for (Class<?> type : List.of(Pcm.class, Libc.class, Errno.class)) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getType() == int.class && !field.getName().startsWith("SIZEOF")) {
          field.setAccessible(true);
          mapped.put(field.getName(), (long) field.getInt(null));
        }
      }
    }
    assertThat(mapped).hasSizeGreaterThan(30);
    assertThat(inC(mapped.keySet().stream().toList())).isEqualTo(mapped);
  }

  @Test
  void sizesAreThoseOfTheHeaders() {
    Map<String, Long> sizes = new TreeMap<>();
    sizes.put("sizeof(long)", (long) Native.LONG_SIZE);
    sizes.put("sizeof(size_t)", (long) Native.LONG_SIZE);
    sizes.put("sizeof(nfds_t)", (long) Native.LONG_SIZE);
    sizes.put("sizeof(snd_pcm_sframes_t)", (long) Native.LONG_SIZE);
    sizes.put("sizeof(snd_pcm_uframes_t)", (long) Native.LONG_SIZE);
    sizes.put("sizeof(snd_pcm_format_t)", 4L);
    sizes.put("sizeof(snd_pcm_state_t)", 4L);
    sizes.put("sizeof(struct pollfd)", (long) Libc.SIZEOF_POLLFD);
    assertThat(inC(sizes.keySet().stream().toList())).isEqualTo(sizes);
    if (Native.LONG_SIZE == 8) {
      assertThat(inC(List.of("sizeof(snd_htimestamp_t)"))).containsValue(16L);
    }
  }

  /** The compiler compares each mapped function with its declaration. */
  @Test
  void functionsHaveTheSignaturesOfTheHeaders() {
    List<String> checks = new ArrayList<>();
    for (Class<?> type : List.of(Pcm.class, Control.class, Conf.class, ErrorCalls.class)) {
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> Modifier.isNative(method.getModifiers()))
          .map(AlsaHeadersIT::check)
          .forEach(checks::add);
    }
    assertThat(checks).hasSizeGreaterThan(60);
    compile(INCLUDES + "int main(void) {\n" + String.join("\n", checks) + "\nreturn 0; }\n");
  }

  /** Calls it with as many arguments of these kinds, and assigns what it returns. */
  private static String check(Method method) {
    String arguments =
        Stream.of(method.getParameterTypes())
            .map(AlsaHeadersIT::argument)
            .collect(Collectors.joining(", "));
    String call = method.getName() + "(" + arguments + ")";
    return switch (method.getReturnType().getSimpleName()) {
      case "void" -> call + ";";
      case "String", "Pointer" -> "{ const char *text = " + call + "; (void)text; }";
      case "NativeLong" -> sized(call, "long");
      default -> sized(call, "int");
    };
  }

  private static String sized(String call, String type) {
    return "_Static_assert(sizeof(" + call + ") == sizeof(" + type + "), \"its result\");";
  }

  private static String argument(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "int" -> "(int)0";
      case "NativeLong" -> "(long)0";
      default -> "(void *)0";
    };
  }

  private Map<String, Long> inC(List<String> expressions) {
    String prints =
        expressions.stream()
            .map(name -> "printf(\"%s=%%ld\\n\", (long)(%s));".formatted(name, name))
            .collect(Collectors.joining("\n"));
    Path program = compile(INCLUDES + "int main(void) {\n" + prints + "\nreturn 0; }\n");
    Map<String, Long> values = new LinkedHashMap<>();
    for (String line : Exec.command(program.toString()).run().orFail().stdout().lines().toList()) {
      int equals = line.lastIndexOf('=');
      values.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
    }
    return new TreeMap<>(values);
  }

  private Path compile(String source) {
    Path program = directory.resolve("headers");
    Exec.command(
            "gcc",
            "-Werror",
            "-Wall",
            "-Wno-nonnull",
            "-x",
            "c",
            "-",
            "-o",
            program.toString(),
            "-lasound")
        .input(source.getBytes(StandardCharsets.UTF_8))
        .run()
        .orFail();
    return program;
  }
}
